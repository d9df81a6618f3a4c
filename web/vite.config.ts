import { defineConfig } from 'vitest/config';
import { bundleBudget } from './build/budget.ts';
import { chunks } from './build/chunks.ts';
import { compression } from './build/compress.ts';

const { plugin, output } = chunks();

export default defineConfig({
  plugins: [plugin, bundleBudget(60), compression()],
  build: {
    target: 'es2022',
    sourcemap: false,
    // The pages' content security policy takes fonts from the site itself, not from data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output },
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
