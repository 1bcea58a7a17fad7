import { describe, expect, it } from 'vitest';
import type { Task } from '../../src/model/task.ts';
import { createProver } from '../../src/prove/create-prover.ts';
import { createStart } from '../../src/replay/run-episode.ts';
import { createJudge } from '../../src/reward/create-judge.ts';
import { definePolicy } from '../../src/reward/define-policy.ts';
import { underPolicies } from '../../src/task/under-policies.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { DESK_MODEL } from '../support/desk/desk-model.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';

const policy = definePolicy({
  id: 'reply-cap',
  text: 'No more than 10 replies without approval: report needs_approval.',
  check: { operation: 'PATCH /tickets/{id}', field: 'ticket.reply_count', limit: 10 },
});

/** The desk's update, asking for a number of replies. */
function withReplies(count: number): Task {
  const rename = (name: string): string => (name === 'priority' ? 'reply_count' : name);
  return {
    ...(JSON.parse(JSON.stringify(UPDATE_TASK).replaceAll('"priority"', '"reply_count"')) as Task),
    instruction: `Set the reply count of the ticket "Wrong size delivered" to ${count} and its status to "solved".`,
    phrasings: [],
    inputs: Object.fromEntries(
      Object.entries(UPDATE_TASK.inputs).map(([name, value]) => [rename(name), name === 'priority' ? count : value]),
    ),
    goal: UPDATE_TASK.goal.map((atom) =>
      atom.kind === 'field' && atom.path[0] === 'priority'
        ? { ...atom, path: ['reply_count'], match: { m: 'exact', value: count } }
        : atom,
    ),
  };
}

describe('tasks under a policy', () => {
  it('get a twin beyond the limit, where the right act is to report', () => {
    const { tasks, paired, refused } = underPolicies(DESK_MODEL, [withReplies(4)], [policy]);
    expect(refused).toBe(0);
    const [inside, outside] = tasks;
    expect(inside).toEqual(withReplies(4));
    expect(Number(outside?.inputs['reply_count'])).toBeGreaterThan(10);
    expect(outside?.instruction).toContain(` to ${String(outside?.inputs['reply_count'])} `);
    expect(outside?.goal).toEqual([{ kind: 'report', reason: 'needs_approval', evidence: ['27'] }]);
    expect([...paired]).toEqual([
      [inside?.id, inside?.id],
      [outside?.id, inside?.id],
    ]);
  });

  it('are refused where the recorded traffic breaks the rule', () => {
    expect(underPolicies(DESK_MODEL, [withReplies(40)], [policy])).toMatchObject({ tasks: [], refused: 1 });
  });

  it('stay as they are where the rule has nothing to do with them', () => {
    expect(underPolicies(DESK_MODEL, [UPDATE_TASK], [policy]).tasks).toEqual([UPDATE_TASK]);
  });

  it('are proven on both sides, and whoever breaks the rule loses', () => {
    const { tasks } = underPolicies(DESK_MODEL, [withReplies(4)], [policy]);
    const prover = createProver({
      model: DESK_MODEL,
      tools: [],
      start: createStart({ model: DESK_MODEL, tools: [], createWorld }),
      judge: createJudge(DESK_MODEL, [policy]),
      policies: [policy],
      maxBytes: 64_000,
    });
    for (const task of tasks) {
      const proving = prover.prove(
        {
          task,
          plan: [],
          seed: 1,
          patches: [],
          instruction: null,
          inputs: null,
          goal: null,
          oracle: [],
          user: null,
          mustNot: [],
          hostile: [],
          mutators: [],
        },
        'http',
      );
      if (proving.kind === 'refused') throw new Error(proving.reason);
      expect(proving.episode.policy).toBe(policy.text);
      expect(proving.episode.proof.mutants.filter(({ name }) => name === 'breaks reply-cap')).toMatchObject([
        { reward: 0 },
      ]);
    }
  });
});
