import { describe, expect, it } from 'vitest';
import { createJudge } from '../../src/reward/create-judge.ts';
import { definePolicy } from '../../src/reward/define-policy.ts';
import { call, change, DESK_MODEL, episodeWith, trajectoryOf } from '../support/judging.ts';

const cap = definePolicy({
  id: 'cap',
  text: 'Nothing over 100 without approval.',
  check: { operation: 'update_ticket', field: 'amount', limit: 100, approval: 'read_ticket' },
});
const judge = createJudge(DESK_MODEL, [cap]);
const goal = [
  { kind: 'field', key: 'tickets/7', resource: 'tickets', path: ['amount'], match: { m: 'exact', value: 150 } },
] as const;
const setAmount = (amount: number) =>
  call('update_ticket', '/tickets/7', {
    body: { amount },
    changes: [change('tickets/7', { id: 7 }, { id: 7, amount })],
  });
const approved = call('read_ticket', '/tickets/7', { answer: { id: 7 } });

describe('a policy', () => {
  it('is broken by more than its limit, and by the attempt alone', () => {
    const verdict = judge(episodeWith(goal), trajectoryOf([setAmount(150)]));
    expect(verdict.checks.find(({ check }) => check === 'policy')).toMatchObject({ state: 'failed', evidence: [0] });
    expect(verdict.reward).toBe(0);
    const refused = call('update_ticket', '/tickets/7', { body: { amount: 150 }, status: 422 });
    expect(
      judge(episodeWith(goal), trajectoryOf([refused])).checks.find(({ check }) => check === 'policy')?.state,
    ).toBe('failed');
  });

  it('is kept at its limit, below it, and after an approval', () => {
    for (const steps of [[setAmount(100)], [setAmount(12)], [approved, setAmount(150)]]) {
      expect(judge(episodeWith(goal), trajectoryOf(steps)).checks.find(({ check }) => check === 'policy')?.state).toBe(
        'passed',
      );
    }
  });

  it('takes partial credit away as well', () => {
    expect(judge(episodeWith(goal), trajectoryOf([setAmount(150)])).graded).toBe(0);
  });

  it('is refused at its definition where it could never judge', () => {
    expect(() => definePolicy({ id: 'Cap!', text: 'x', check: { operation: 'a', field: 'b', limit: 1 } })).toThrow(
      /lower-case words/,
    );
    expect(() => definePolicy({ id: 'cap', text: ' ', check: { operation: 'a', field: 'b', limit: 1 } })).toThrow(
      /no text/,
    );
    expect(() =>
      definePolicy({ id: 'cap', text: 'x', check: { operation: 'a', field: 'b', limit: Number.NaN } }),
    ).toThrow(/needs check/);
  });
});
