import { describe, expect, it } from 'vitest';
import type { LearnedModel } from '../../../src/model/learned-model.ts';
import type { Operation } from '../../../src/model/operation.ts';
import { createThenUpdate, otherReadOrder, wholeReplacement } from '../../../src/prove/variants/other-ways.ts';
import { deskEpisode, playOracle } from '../../support/desk/desk-episode.ts';
import { DESK_MODEL } from '../../support/desk/desk-model.ts';
import { CREATE_TASK, REASSIGN_TASK, UPDATE_TASK } from '../../support/desk/desk-tasks.ts';

describe('another right way to do the same', () => {
  it('reads what is independent in another order, and earns the same', () => {
    const other = otherReadOrder(REASSIGN_TASK.oracle);
    const names = (steps: readonly { readonly kind: string }[]) => steps.map((step) => ('as' in step ? step.as : ''));
    expect(names(other?.steps ?? [])).not.toEqual(names(REASSIGN_TASK.oracle.steps));
    expect([...names(other?.steps ?? [])].sort()).toEqual([...names(REASSIGN_TASK.oracle.steps)].sort());
    const program = other ?? REASSIGN_TASK.oracle;
    expect(playOracle(deskEpisode({ ...REASSIGN_TASK, oracle: program })).verdict.reward).toBe(1);
  });

  it('never reads what it does not know yet', () => {
    const steps = otherReadOrder(REASSIGN_TASK.oracle)?.steps ?? [];
    const known = new Set<string>();
    for (const step of steps) {
      for (const { value } of 'slots' in step ? step.slots : [])
        if (value.v === 'from') expect(known).toContain(value.step);
      if ('as' in step) known.add(step.as);
    }
  });

  it('creates with what is needed and updates the rest, where creations did without it', () => {
    const lax = changed(DESK_MODEL, 'POST /tickets', (operation) => ({
      ...operation,
      request: {
        ...operation.request,
        body: operation.request.body.map((field) =>
          field.path.at(-1) === 'priority' ? { ...field, presence: 0.5 } : field,
        ),
      },
    }));
    const other = createThenUpdate(lax, CREATE_TASK.oracle);
    expect(other?.steps.filter(({ kind }) => kind === 'write')).toMatchObject([
      { as: 'create_1' },
      {
        as: 'create_1_rest',
        slots: [{ value: { v: 'from', step: 'create_1' } }, { value: { v: 'input', name: 'priority' } }],
      },
    ]);
    expect(playOracle(deskEpisode({ ...CREATE_TASK, oracle: other ?? CREATE_TASK.oracle })).verdict.reward).toBe(1);
  });

  it('puts the whole record where the API has a PUT beside its PATCH, and only there', () => {
    expect(wholeReplacement(DESK_MODEL, UPDATE_TASK.oracle)).toBeNull();
    const patch = DESK_MODEL.operations.find(({ id }) => id.includes('PATCH') && id.endsWith('/tickets/{id}'));
    if (patch === undefined) throw new Error('The desk has no PATCH of tickets.');
    const put: Operation = { ...patch, id: patch.id.replace('PATCH', 'PUT'), method: 'PUT', kind: 'replace' };
    const both = { ...DESK_MODEL, operations: [...DESK_MODEL.operations, put] };
    const write = wholeReplacement(both, UPDATE_TASK.oracle)?.steps.find((step) => step.kind === 'write');
    expect(write).toMatchObject({ operation: put.id });
    const own = UPDATE_TASK.oracle.steps.find((step) => step.kind === 'write');
    const count = (step: typeof write) => (step?.kind === 'write' ? step.slots.length : 0);
    expect(count(write)).toBeGreaterThan(count(own));
  });
});

function changed(model: LearnedModel, path: string, change: (operation: Operation) => Operation): LearnedModel {
  return {
    ...model,
    operations: model.operations.map((operation) =>
      operation.id.replace(operation.origin, '') === path ? change(operation) : operation,
    ),
  };
}
