import { expect, it } from 'vitest';
import { matchesGlobs } from '../../src/mutate/matches-globs.ts';

it.each([
  ['system/reset', [], true],
  ['system/reset', ['system'], true],
  ['system/reset', ['sys'], false],
  ['system/reset', ['system/*'], true],
  ['system/reset', ['*/reset'], true],
  ['system/reset', ['**'], true],
  ['system/reset', ['*'], false],
  ['system/reset', ['system', '!system/re*'], false],
  ['data/stale', ['!system'], true],
  ['data/a.b', ['data/a?b'], false],
])('%s is chosen by %j: %s', (id, globs, chosen) => {
  expect(matchesGlobs(id, globs)).toBe(chosen);
});
