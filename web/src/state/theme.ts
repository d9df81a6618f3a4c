/** Dark, light, or as the system has it. `public/theme.js` sets it before the first paint. */
import { computed, effect, signal } from '@preact/signals';
import { local } from '../storage.ts';

export type Theme = 'system' | 'dark' | 'light';
export const themes: readonly Theme[] = ['system', 'dark', 'light'];

const key = 'km.theme';
const wantsLight = matchMedia('(prefers-color-scheme: light)');
const systemIsLight = signal(wantsLight.matches);
wantsLight.addEventListener('change', (event) => (systemIsLight.value = event.matches));

export const theme = signal<Theme>(themes.find((name) => name === local.getItem(key)) ?? 'system');
export const shownTheme = computed(() =>
  theme.value === 'system' ? (systemIsLight.value ? 'light' : 'dark') : theme.value,
);

export function chooseTheme(next: Theme): void {
  local.setItem(key, next);
  theme.value = next;
}

export function followTheme(): void {
  effect(() => {
    document.documentElement.dataset.theme = shownTheme.value;
  });
}
