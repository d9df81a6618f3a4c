import { defineConfig } from 'vitest/config';
import { bundleBudget } from './build/budget.ts';

export default defineConfig({
  plugins: [bundleBudget(60)],
  build: {
    target: 'es2022',
    sourcemap: false,
    // The pages' content security policy takes fonts from the site itself, not from data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: { '/api': process.env.KENMOVIE_API ?? 'http://127.0.0.1:8080' },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}', 'build/**/*.test.ts'],
    restoreMocks: true,
  },
});
