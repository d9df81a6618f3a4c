import { expect, it, vi } from 'vitest';
import { keepFocus } from './focus.ts';

it('stays near what was removed', async () => {
  const [root, list, item, button] = ['div', 'ul', 'li', 'button'].map((name) => document.createElement(name));
  if (!root || !list || !item || !button) throw new Error('nothing drawn');
  document.body.append(root);
  root.append(list);
  list.append(item);
  item.append(button);
  keepFocus(root);
  button.focus();
  item.remove();
  await vi.waitFor(() => expect(document.activeElement).toBe(list));
});
