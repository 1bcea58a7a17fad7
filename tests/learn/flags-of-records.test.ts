import { expect, it } from 'vitest';
import { learn } from '../../src/learn/learn.ts';
import { call, recorded } from '../support/recorded-calls.ts';

const flagged = (n: number): object => ({ id: 100 + n, code: `C${n}`, reason: 'manual', paid: n % 3 === 0 });

it('takes a flag that records have for no word on whether a call worked', () => {
  const model = learn(() =>
    recorded(
      ...Array.from({ length: 12 }, (_, n) => [
        call('POST /bills', flagged(n), { body: { owner: n }, status: 200 }),
        call(`GET /bills/${100 + n}`, flagged(n)),
      ]),
    ),
  );
  for (const { branches } of model.operations) expect(branches.map(({ success }) => success)).toEqual([true]);
});

it('takes a flag beside which the error stands for one', () => {
  const model = learn(() =>
    recorded(
      ...Array.from({ length: 12 }, (_, n) => [
        n % 3 === 0
          ? call('POST /bills', { accepted: false, message: 'no owner' }, { body: { memo: 'x' }, status: 200 })
          : call('POST /bills', { accepted: true, bill: { id: 100 + n } }, { body: { owner: n }, status: 200 }),
      ]),
    ),
  );
  const [create] = model.operations;
  expect(create?.branches.map(({ success }) => success)).toEqual([false, true]);
});
