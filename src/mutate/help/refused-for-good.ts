import type { EntityKey, OperationId } from '../../model/names.ts';
import type { ReportReason } from '../../model/report-reason.ts';
import type { WorldDraft } from '../../model/world.ts';
import type { EpisodeChange } from '../episode-change.ts';
import type { MutatorContext } from '../mutator-context.ts';
import { anyRequestOf } from './any-request-of.ts';

/** The first write of a task, and the record whose id shows that the agent got as far as to it. */
export type RefusedWrite = { readonly operation: OperationId; readonly about: EntityKey };

/** None where the task asks for a report anyway. */
export function* refusableWrites({ task, writes, found, entity }: MutatorContext): Generator<RefusedWrite> {
  const [first] = writes;
  const about = found.at(-1)?.key;
  if (first === undefined || about === undefined || entity(about) === null) return;
  if (!task.goal.some(({ kind }) => kind === 'report')) yield { operation: first.operation.id, about };
}

export function refusedWriteFootprint({ operation, about }: RefusedWrite): readonly string[] {
  return [`op:${operation}`, `known:${about}`, 'goal'];
}

/** Refuses a write whenever it is tried, so that what is left is to say why; status 0: nothing changes. */
export function refuseForGood(
  draft: WorldDraft,
  { operation, about }: RefusedWrite,
  status: number,
  reason: ReportReason,
  { entity }: MutatorContext,
): EpisodeChange {
  const record = entity(about);
  if (record === null || status === 0) return {};
  const fault = { f: 'status', status, headers: [], body: null } as const;
  draft.add({ p: 'fault', match: anyRequestOf(operation), from: 0, count: null, phase: 'before', fault });
  return {
    goal: [{ kind: 'report', reason, evidence: [record.id] }],
    oracle: [{ o: 'report', reason, evidence: [{ resource: record.resource, id: record.id }] }],
  };
}
