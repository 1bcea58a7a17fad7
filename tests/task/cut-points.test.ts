import { describe, expect, it } from 'vitest';
import type { Task } from '../../src/model/task.ts';
import type { TracedSession } from '../../src/model/trace.ts';
import { makeTasks } from '../../src/task/make-tasks.ts';
import { DESK_MODEL } from '../support/desk/desk-model.ts';
import { createsTicket, deletesTicket, deskSession, readsTicket, updatesTicket } from '../support/desk/desk-session.ts';
import { playOracle, deskEpisode } from '../support/desk/desk-episode.ts';

function changeTasks(session: TracedSession): readonly Task[] {
  return makeTasks(DESK_MODEL, [session], 3).tasks.filter(({ kind }) => kind !== 'answer');
}

const kindsOf = (task: Task | undefined): readonly string[] => task?.goal.map(({ kind }) => kind) ?? [];

describe('cut points', () => {
  it('give a task for all that a session did, and one that starts before each of its writes', () => {
    const tasks = changeTasks(
      deskSession(readsTicket(27), updatesTicket(27, { status: 'solved' }), createsTicket(900, 'Order a spare screen')),
    );
    expect(tasks.map(({ writes }) => writes)).toEqual([2, 1, 1]);
    expect(kindsOf(tasks[0])).toEqual(['field', 'new']);
  });

  it('cut off trailing clean-up, and what was undone on the way', () => {
    const cleaned = changeTasks(
      deskSession(
        readsTicket(27),
        updatesTicket(27, { status: 'solved' }),
        createsTicket(900, 'A trial'),
        deletesTicket(900, 'A trial'),
      ),
    );
    expect(cleaned[0]?.goal.some(({ kind }) => kind === 'gone')).toBe(false);
    const undone = changeTasks(
      deskSession(
        createsTicket(900, 'A trial'),
        deletesTicket(900, 'A trial'),
        readsTicket(27),
        updatesTicket(27, { status: 'solved' }),
      ),
    );
    expect(undone.every(({ writes }) => writes === 1)).toBe(true);
  });

  it('make an ordinary record of what was made before the cut', () => {
    const tasks = changeTasks(deskSession(createsTicket(900, 'A trial'), deletesTicket(900, 'A trial')));
    const deletion = tasks.find(({ kind }) => kind === 'delete');
    expect(deletion?.start).toEqual([
      expect.objectContaining({ p: 'put', entity: expect.objectContaining({ key: 'tickets/900' }) as object }),
    ]);
    if (deletion !== undefined) expect(playOracle(deskEpisode(deletion)).verdict.reward).toBe(1);
  });

  it('undo in the start state what comes after the cut', () => {
    const [task] = changeTasks(deskSession(readsTicket(27), updatesTicket(27, { status: 'solved' })));
    if (task === undefined) throw new Error('the session gives a task');
    expect(task.goal).toEqual([
      {
        kind: 'field',
        key: 'tickets/27',
        resource: 'tickets',
        path: ['status'],
        match: { m: 'exact', value: 'solved' },
      },
    ]);
    expect(playOracle(deskEpisode(task)).verdict.reward).toBe(1);
  });

  it('leave sessions that end in an error to a person', () => {
    const tasks = changeTasks(
      deskSession(
        readsTicket(27),
        updatesTicket(27, { status: 'solved' }),
        updatesTicket(27, { status: 'wrong' }, false),
      ),
    );
    expect(tasks.map(({ use }) => use)).toEqual(['review']);
    expect(changeTasks({ ...deskSession(updatesTicket(27, { status: 'solved' })), use: 'no' })).toEqual([]);
  });

  it('count goals that are equal after renaming once', () => {
    const session = (id: string, ticket: number): TracedSession => ({
      ...deskSession(updatesTicket(ticket, { status: 'solved' })),
      id,
    });
    const { tasks, refused } = makeTasks(DESK_MODEL, [session('a', 27), session('b', 27)], 3);
    expect(tasks).toHaveLength(1);
    expect(refused).toMatchObject({ same_goal: 1 });
  });
});
