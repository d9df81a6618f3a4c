import { defineConfig } from 'vitest/config';
import { bundleBudget } from './build/budget.ts';
import { chunks } from './build/chunks.ts';
import { apiDocument } from './build/document.ts';
import { icons } from './build/icons.ts';
import { serviceWorker } from './build/service-worker.ts';

const { plugin, output } = chunks();
/** What `kenmovie serve` answers, where Vite serves the pages. */
const target = process.env.KENMOVIE_API ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [plugin, bundleBudget({ script: 60, styles: 15 }), apiDocument(), icons(), serviceWorker()],
  build: {
    target: 'es2022',
    sourcemap: false,
    // The pages' content security policy takes fonts from the site itself, not from data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output },
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/media', '/ws', '/.well-known', '/dev/outbox'].map((path) => [path, { target, ws: path === '/ws' }]),
    ),
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}', 'build/**/*.test.ts'],
    restoreMocks: true,
  },
});
