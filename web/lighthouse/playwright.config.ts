import { defineConfig } from '@playwright/test';
import base from '../playwright.config.ts';

export default defineConfig({
  testDir: '.',
  outputDir: '../e2e-output/lighthouse-run',
  // What is measured has the machine to itself.
  workers: 1,
  timeout: 600_000,
  forbidOnly: true,
  reporter: [['list']],
  use: { locale: 'es-ES', ...base.use },
});
