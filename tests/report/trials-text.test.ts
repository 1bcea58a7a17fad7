import { expect, it } from 'vitest';
import { trialsText } from '../../src/report/trials-text.ts';

it('says what some trials tell of the chance to pass', () => {
  expect(trialsText(3, 5)).toBe(
    '3 of 5 trials passed (60 %, with 95 % between 23 % and 88 %; two in a row pass in 30 %)',
  );
  expect(trialsText(0, 3)).toContain('0 of 3 trials passed (0 %, with 95 % between 0 % and 56 %');
});
