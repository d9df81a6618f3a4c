import { defineConfig } from '@playwright/test';

const chromium = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
};

/** These go through the widths themselves, or ask what no width changes. */
const onceForAllWidths = /(accessibility|gallery|inert|keyboard)\.spec/;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'e2e-output/results',
  // Each worker runs a server beside a browser, for each file a new one.
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [['list']],
  use: {
    locale: 'es-ES',
    colorScheme: 'dark',
    // A worker would answer before the tests' own routes; one test lets it in.
    serviceWorkers: 'block',
    launchOptions: chromium,
    // Pictures of every moment cost more than the tests themselves.
    trace: { mode: 'retain-on-failure', screenshots: false, sources: false },
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: '1280', use: { viewport: { width: 1280, height: 900 } } },
    {
      name: '390',
      use: { viewport: { width: 390, height: 844 }, hasTouch: true },
      testIgnore: onceForAllWidths,
    },
  ],
});
