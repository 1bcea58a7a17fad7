import { describe, expect, it } from 'vitest';
import { stepAlreadyDone } from '../../mutators/workflow/step-already-done.ts';
import type { Task } from '../../src/model/task.ts';
import { createProver } from '../../src/prove/create-prover.ts';
import { mutantsOf } from '../../src/prove/mutants/mutants.ts';
import { createStart } from '../../src/replay/run-episode.ts';
import { createJudge } from '../../src/reward/create-judge.ts';
import { definePolicy } from '../../src/reward/define-policy.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { deskDraftOf } from '../support/desk/desk-case.ts';
import { DESK_MODEL } from '../support/desk/desk-model.ts';
import { DESK_PROVER } from '../support/desk/desk-prover.ts';
import { CHAIN_TASK, COMMENT_TASK, DESK_TASKS, UPDATE_TASK } from '../support/desk/desk-tasks.ts';

function bare(task: Task) {
  return {
    task,
    plan: [],
    seed: 3,
    patches: [],
    instruction: null,
    inputs: null,
    goal: null,
    oracle: [],
    user: null,
    mustNot: [],
    hostile: [],
    mutators: [],
  };
}

describe('the proof of a neutral episode', () => {
  it.each(DESK_TASKS.map((task) => [task.id, task] as const))(
    'holds for %s: the oracle earns 1, cheaters nothing, mutants lose',
    (_, task) => {
      const proving = DESK_PROVER.prove(bare(task), 'http');
      if (proving.kind === 'refused') throw new Error(proving.reason);
      const { proof } = proving.episode;
      expect(proof.oracle.map(({ reward }) => reward)).toEqual([1, 1, 1]);
      expect(proof.variants.every(({ reward }) => reward === 1)).toBe(true);
      expect(proof.baselines.find(({ name }) => name === 'noop')?.reward).toBe(0);
      expect(Math.max(...proof.baselines.map(({ reward }) => reward))).toBeLessThanOrEqual(0.05);
      expect(proof.mutants.filter(({ reward, equivalent }) => reward === 1 && !equivalent)).toEqual([]);
      expect(proof.mutants.length).toBeGreaterThan(2);
      expect(proof).toMatchObject({ resetEqual: true, replayEqual: true, noAnswer: 0, unverified: 0 });
    },
  );

  it('is the same, byte for byte, when it is made again by another prover', () => {
    const fresh = createProver({
      model: DESK_MODEL,
      tools: [],
      start: createStart({ model: DESK_MODEL, tools: [], createWorld }),
      judge: createJudge(DESK_MODEL),
      policies: [],
      maxBytes: 64_000,
    });
    expect(fresh.prove(bare(COMMENT_TASK), 'http')).toEqual(DESK_PROVER.prove(bare(COMMENT_TASK), 'http'));
  });

  it('says what agents earn that look and then report the same, whatever they saw', () => {
    const proving = DESK_PROVER.prove(deskDraftOf(stepAlreadyDone, UPDATE_TASK), 'http');
    if (proving.kind === 'refused') throw new Error(proving.reason);
    const earned = new Map(proving.episode.proof.constantReports?.map(({ name, reward }) => [name, reward]));
    expect(earned.get('look, then always already_done with the record found')).toBe(1);
    expect(earned.get('look, then always already_done with nothing')).toBe(0);
  });

  it('does not exist for a goal that holds from the start', () => {
    const idle: Task = {
      ...UPDATE_TASK,
      id: 't000000idle',
      goal: [
        {
          kind: 'field',
          key: 'tickets/27',
          resource: 'tickets',
          path: ['subject'],
          match: { m: 'exact', value: 'Wrong size delivered' },
        },
      ],
    };
    expect(DESK_PROVER.prove(bare(idle), 'http').kind).toBe('refused');
  });

  it('does not exist where the oracle has to read more than it may', () => {
    const tight = createProver({
      model: DESK_MODEL,
      tools: [],
      start: createStart({ model: DESK_MODEL, tools: [], createWorld }),
      judge: createJudge(DESK_MODEL),
      policies: [],
      maxBytes: 100,
    });
    expect(tight.prove(bare(UPDATE_TASK), 'http')).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('too_many_bytes') as string,
    });
  });
});

describe('mutants of a program', () => {
  const kinds = (task: Task): ReadonlySet<string> =>
    new Set([...mutantsOf(DESK_MODEL, task.oracle, ['backoff'])].map(({ kind }) => kind));

  it('cover what can go wrong with a write', () => {
    expect([...kinds(UPDATE_TASK)]).toEqual(
      expect.arrayContaining([
        'drop',
        'wrong field',
        'stale value',
        'sibling id',
        'field left out',
        'positional selector',
        'last page skipped',
        'without backoff',
      ]),
    );
    expect([...kinds(COMMENT_TASK)]).toEqual(expect.arrayContaining(['swapped fact', 'duplicate']));
    expect(kinds(UPDATE_TASK)).not.toContain('duplicate');
  });

  it('do not count writes that may stand in any order as swapped', () => {
    expect(kinds(CHAIN_TASK)).not.toContain('swap');
  });

  it('break a policy where one is in force', () => {
    const policy = definePolicy({
      id: 'cap',
      text: 'No more than 10.',
      check: { operation: 'update_ticket', field: 'ticket.priority', limit: 10 },
    });
    const named = [
      ...mutantsOf(
        DESK_MODEL,
        UPDATE_TASK.oracle,
        [],
        [{ ...policy, check: { ...policy.check, operation: 'PATCH /tickets/{id}' } }],
      ),
    ];
    expect(named.map(({ kind }) => kind)).toContain('policy broken');
  });
});
