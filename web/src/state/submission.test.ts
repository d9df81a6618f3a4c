import { expect, it } from 'vitest';
import { createSubmission, freshKey } from './submission.ts';

it('keeps the key for the same words and takes a new one for others', () => {
  const submission = createSubmission();
  const first = submission.keyFor(['a', false]);
  expect(submission.keyFor(['a', false])).toBe(first);
  expect(submission.keyFor(['a', true])).not.toBe(first);
});

it('takes a new key for the same words once they have arrived', () => {
  const submission = createSubmission();
  const first = submission.keyFor('a');
  submission.settle();
  expect(submission.keyFor('a')).not.toBe(first);
});

it('makes keys of visible characters that do not repeat', () => {
  const keys = new Set(Array.from({ length: 100 }, freshKey));
  expect(keys.size).toBe(100);
  for (const key of keys) expect(key).toMatch(/^[\x21-\x7e]{1,128}$/);
});
