import { describe, expect, it } from 'vitest';
import { createJudge } from '../../src/reward/create-judge.ts';
import type { LearnedModel } from '../../src/model/learned-model.ts';
import type { CallStep } from '../../src/model/rollout.ts';
import { call, DESK_MODEL, episodeWith, trajectoryOf } from '../support/judging.ts';

const tickets = ['draft', 'shipped', 'paid', 'lost at sea'].map((status, at) => ({
  key: `tickets/${at + 7}`,
  resource: 'tickets',
  id: String(at + 7),
  parent: null,
  doc: { id: at + 7, status },
  complete: true,
  createdAt: 0,
}));
const model: LearnedModel = { ...DESK_MODEL, base: { ...DESK_MODEL.base, entities: tickets } };
const goal = [
  { kind: 'answer', value: 'shipped', about: { key: 'tickets/8', resource: 'tickets', path: ['status'] } },
] as const;
const judge = createJudge(model);
const read: CallStep = {
  ...call('read_ticket', '/tickets/8', { answer: { id: 8, status: 'shipped' } }),
  reads: ['tickets/8'],
};
const other: CallStep = {
  ...call('read_ticket', '/tickets/7', { answer: { id: 7, status: 'draft', note: 'not shipped yet' } }),
  reads: ['tickets/7'],
};

function answering(answer: string | readonly string[], steps: readonly CallStep[] = [read]): number | null {
  return judge(episodeWith(goal), trajectoryOf(steps, { kind: 'finished', answer })).reward;
}

/** Guesses in a row, without commas, once counted as an answer; so did a value seen on another record. */
describe('an answer', () => {
  it.each([
    'shipped',
    'The status is shipped.',
    'According to the system, its status is **shipped**',
    'I looked it up; it says "shipped" for ticket 7.',
  ])('counts as: %s', (answer) => {
    expect(answering(answer)).toBe(1);
  });

  it.each(['shipped paid draft', 'draft shipped', 'It is shipped or paid', 'shipped, lost at sea', 'shipped 17'])(
    'does not count among guesses: %s',
    (answer) => {
      expect(answering(answer)).toBe(0);
    },
  );

  it('does not count where only another record was read', () => {
    expect(answering('shipped', [other])).toBe(0);
    expect(answering('shipped', [])).toBe(0);
  });

  it('does not count as one of a list', () => {
    expect(answering(['shipped'])).toBe(1);
    expect(answering(['shipped', 'paid'])).toBe(0);
  });
});
