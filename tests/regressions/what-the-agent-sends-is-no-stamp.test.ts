import { describe, expect, it } from 'vitest';
import { createJudge } from '../../src/reward/create-judge.ts';
import { call, change, DESK_MODEL, episodeWith, OPEN_GOAL, RIGHT_STEPS, trajectoryOf } from '../support/judging.ts';

const judge = createJudge(DESK_MODEL);
const seen = call('list_tickets', '/tickets', { answer: { items: [{ id: 9 }] } });
const touching = (body: Readonly<Record<string, string | number>>) => {
  const before = {
    id: 9,
    status: 'new',
    comment_count: 1,
    updated_at: '2024-01-01T00:00:00Z',
    note: '2024-01-01T00:00:00Z',
  };
  return call('update_ticket', '/tickets/9', { body, changes: [change('tickets/9', before, { ...before, ...body })] });
};
const roomy = episodeWith(OPEN_GOAL, { limits: { ...episodeWith(OPEN_GOAL).limits, writeSlack: 1 } });

/** Fields that servers stamp or derive were free for anybody to write, and so was every date. */
describe('a change of another record', () => {
  it.each([{ updated_at: '2030-01-01T00:00:00Z' }, { comment_count: 99 }, { note: '2030-01-01T00:00:00Z' }])(
    'is collateral damage when the agent sent it: %j',
    (body) => {
      const verdict = judge(roomy, trajectoryOf([seen, ...RIGHT_STEPS, touching(body)]));
      expect(verdict.checks.find(({ check }) => check === 'scope')?.state).toBe('failed');
      expect(verdict.reward).toBe(0);
    },
  );

  it('is nobody’s doing where the server stamped it', () => {
    const [read, write] = RIGHT_STEPS;
    if (read === undefined || write === undefined) throw new Error('the right way has two steps');
    const stamped = {
      ...write,
      changes: [...write.changes, change('tickets/9', { id: 9, comment_count: 1 }, { id: 9, comment_count: 2 })],
    };
    expect(judge(episodeWith(OPEN_GOAL), trajectoryOf([read, stamped])).reward).toBe(1);
  });
});

describe('a new record', () => {
  const goal = [
    {
      kind: 'new',
      name: 'made',
      resource: 'tickets',
      parent: null,
      fields: [{ path: ['note'], match: { m: 'exact', value: 'a' } }],
    },
  ] as const;
  const episode = episodeWith(goal, {
    sideEffects: [{ kind: 'made', resource: 'tickets', fields: [{ path: ['status'], values: ['new'] }] }],
  });
  const make = (body: Readonly<Record<string, string>>) =>
    call('create_ticket', '/tickets', {
      body,
      status: 201,
      changes: [change('tickets/8', null, { id: 8, status: 'new', ...body })],
    });

  it('may say what is so anyway, and nothing that nobody asked for', () => {
    expect(judge(episode, trajectoryOf([make({ note: 'a' })])).reward).toBe(1);
    expect(judge(episode, trajectoryOf([make({ note: 'a', status: 'new' })])).reward).toBe(1);
    expect(judge(episode, trajectoryOf([make({ note: 'a', status: 'closed' })])).reward).toBe(0);
  });
});
