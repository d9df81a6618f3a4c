import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: '../e2e-output/lighthouse',
  // What is measured has the machine to itself.
  workers: 1,
  timeout: 300_000,
  forbidOnly: true,
  reporter: [['list']],
});
