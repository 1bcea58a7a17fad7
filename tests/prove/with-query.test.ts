import { expect, it } from 'vitest';
import { withQuery } from '../../src/prove/client/with-query.ts';

it('adds the parameters that a target lacks, and none twice', () => {
  expect(
    withQuery('/cards', [
      ['key', 'a b'],
      ['token', 't'],
    ]),
  ).toBe('/cards?key=a%20b&token=t');
  expect(
    withQuery('/cards?key=x&page=2', [
      ['key', 'y'],
      ['token', 't'],
    ]),
  ).toBe('/cards?key=x&page=2&token=t');
  expect(withQuery('/cards?page=2', [])).toBe('/cards?page=2');
});
