import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNear } from '../../../src/prove/oracle/is-near.ts';

describe('what a hasty reader takes for the same', () => {
  it('is every text itself, and the same the other way round', () => {
    fc.assert(fc.property(fc.string(), (text) => isNear(text, text)));
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), fc.string({ minLength: 4 }), (a, b) => isNear(a, b) === isNear(b, a)),
    );
  });

  it.each([
    ['Maria Lopez', 'Maria Lopes', true],
    ['Maria Lopez', 'Maria Lopez-B', true],
    ['Maria Lopez', 'Mario Gomez', false],
    ['Maria Lopez', 'Anna Weber', false],
    ['ab', 'ac', false],
    [12, '12', true],
    [12, 13, false],
  ])('%s and %s: %s', (left, right, near) => {
    expect(isNear(left, right)).toBe(near);
  });
});
