import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAMILIES } from '../../src/model/plan.ts';
import type { Task } from '../../src/model/task.ts';
import { createSplitter, entitiesOf, workflowOf, type SplitBy } from '../../src/task/splitter.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';

const SPLITS = [
  { name: 'train', share: 0.8 },
  { name: 'test', share: 0.2 },
];

const aTask = fc
  .record({
    session: fc.integer({ min: 1, max: 30 }),
    workflow: fc.integer({ min: 1, max: 8 }),
    keys: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 2 }),
  })
  .map(({ session, workflow, keys }): Task => ({
    ...UPDATE_TASK,
    session: `s${session}`,
    workflow: `w${workflow}/part`,
    scope: [],
    goal: keys.map((key) => ({ kind: 'gone', key: `tickets/${key}`, resource: 'tickets' })),
  }));
const startedAt = new Map(Array.from({ length: 31 }, (_, at) => [`s${at}`, at * 1000]));

describe('what shares the key of a split', () => {
  const keysOf: Readonly<Record<Exclude<SplitBy, 'family'>, (task: Task) => readonly string[]>> = {
    workflow: (task) => [workflowOf(task)],
    session: ({ session }) => [session],
    entity: entitiesOf,
    time: ({ session }) => [String(startedAt.get(session))],
  };

  it.each(Object.entries(keysOf))('never lies in two: %s', (by, keys) => {
    fc.assert(
      fc.property(fc.array(aTask, { minLength: 1, maxLength: 40 }), (tasks) => {
        const splitOf = createSplitter(SPLITS, by as SplitBy, tasks, startedAt);
        const seen = new Map<string, string | null>();
        for (const task of tasks)
          for (const key of keys(task)) {
            const split = splitOf(task, ['data']);
            expect(seen.get(key) ?? split).toBe(split);
            seen.set(key, split);
          }
      }),
    );
  });

  it('is the family of every mutation of an episode, or the episode is in none', () => {
    const splitOf = createSplitter(SPLITS, 'family', [], startedAt);
    for (const left of FAMILIES)
      for (const right of FAMILIES) {
        const both = splitOf(UPDATE_TASK, [left, right]);
        const apart = [splitOf(UPDATE_TASK, [left]), splitOf(UPDATE_TASK, [right])];
        expect(both).toBe(apart[0] === apart[1] ? apart[0] : null);
      }
  });
});

describe('a split by time', () => {
  it('gives the earliest sessions to the first', () => {
    const tasks = Array.from({ length: 20 }, (_, at): Task => ({ ...UPDATE_TASK, session: `s${at + 1}` }));
    const splitOf = createSplitter(SPLITS, 'time', tasks, startedAt);
    expect(tasks.map((task) => splitOf(task, []))).toEqual([
      ...Array<string>(16).fill('train'),
      ...Array<string>(4).fill('test'),
    ]);
  });
});
