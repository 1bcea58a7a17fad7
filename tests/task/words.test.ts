import { expect, it } from 'vitest';
import { fieldWords, onlyScalarOf, valueWords } from '../../src/task/words.ts';

it.each<readonly [readonly string[], string]>([
  [['priority'], 'priority'],
  [['properties', 'Status', 'status', 'name'], 'status name'],
  [['fields', 'title', 'en-US'], 'title (en-US)'],
  [['shipping', 'address', 'city'], 'shipping address city'],
  [['fields'], 'fields'],
])('says %j as %s', (path, words) => {
  expect(fieldWords(path)).toBe(words);
});

it('says of a value that only holds a text the text alone', () => {
  expect(valueWords([{ text: { content: 'Hello' } }])).toBe('"Hello"');
  expect(valueWords(['billing'])).toBe('"billing"');
});

it('says which field a value is for', () => {
  expect(onlyScalarOf({ priority: 'high' })).toBeNull();
  expect(valueWords({ priority: 'high' })).toBe('priority "high"');
  expect(onlyScalarOf(['a', 'b'])).toBeNull();
});
