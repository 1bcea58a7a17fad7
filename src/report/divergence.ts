/**
 * Where an agent first left the way of the oracle: judged on writes and on the end, since many orders of reading are right.
 * Works on what a run keeps; no world is needed.
 */
import type { Episode } from '../model/episode.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import { isWriteKind, type Operation } from '../model/operation.ts';
import type { OracleStep } from '../model/oracle.ts';
import type { CallStep, Step, Trajectory } from '../model/rollout.ts';
import { callText, outcomeText } from './step-text.ts';

export interface Divergence {
  /** The step's index; null where the agent ended before the oracle would have. */
  readonly step: number | null;
  /** One line. */
  readonly text: string;
}

/** Null where the agent's writes and end are the oracle's. */
export function firstDivergence(model: LearnedModel, episode: Episode, trajectory: Trajectory): Divergence | null {
  const operations = new Map(model.operations.map((operation) => [operation.id, operation]));
  const expected = expectedActs(episode);
  const writes = trajectory.steps.filter((step): step is CallStep => step.kind === 'call' && isWrite(step, operations));
  let next = 0;
  for (const step of writes) {
    const wanted = expected.writes[next];
    const took = hadEffect(step);
    if (wanted !== undefined && step.operation === wanted.operation) {
      if (took) next++;
      const ignored = took ? null : ignoredTrouble(step, trajectory.steps);
      if (ignored !== null) return ignored;
      continue;
    }
    const repeated = next > 0 && expected.writes.slice(0, next).some(({ operation }) => operation === step.operation);
    if (!took && !repeated) continue;
    const then = wanted === undefined ? expected.endText : `goes on with ${nameOf(wanted.operation, operations)}`;
    return {
      step: step.index,
      text: `step ${step.index}: the agent ${repeated ? 'repeats' : 'calls'} ${callText(step)}; the oracle ${repeated ? 'does this once and ' : ''}${then}.`,
    };
  }
  const missing = expected.writes[next];
  if (missing !== undefined)
    return {
      step: null,
      text: `${endText(trajectory)}; the oracle still calls ${nameOf(missing.operation, operations)}.`,
    };
  if (trajectory.end.kind !== expected.end)
    return { step: null, text: `${endText(trajectory)}; the oracle ${expected.endText}.` };
  if (trajectory.end.kind === 'reported' && trajectory.end.reason !== expected.reason)
    return { step: null, text: `The agent reports ${trajectory.end.reason}; the oracle ${expected.endText}.` };
  return null;
}

interface Expected {
  readonly writes: readonly { readonly operation: string }[];
  readonly end: 'finished' | 'reported';
  readonly reason: string | null;
  readonly endText: string;
}

/** The program's acts after the plan's patches. */
function expectedActs(episode: Episode): Expected {
  const patched = episode.oraclePatches.find((patch) => patch.o === 'report');
  const own = episode.oracle.steps.find((step) => step.kind === 'report');
  const reason = patched?.reason ?? own?.reason ?? null;
  const skipped = new Set(
    episode.oraclePatches.flatMap((patch) => (patch.o === 'skip-write' ? [patch.operation] : [])),
  );
  const writesOf = (step: OracleStep): readonly { readonly operation: string }[] => {
    if (step.kind !== 'write' || skipped.has(step.operation)) return [];
    const before = episode.oraclePatches.flatMap((patch) =>
      patch.o === 'before-write' && patch.operation === step.operation && patch.step.kind === 'write'
        ? [patch.step]
        : [],
    );
    return [...before, step];
  };
  const writes = patched === undefined ? episode.oracle.steps.flatMap(writesOf) : [];
  const endText = reason === null ? 'finishes' : `changes nothing more and reports ${reason}`;
  return { writes, end: reason === null ? 'finished' : 'reported', reason, endText };
}

function isWrite(step: CallStep, operations: ReadonlyMap<string, Operation>): boolean {
  const kind = operations.get(step.operation ?? '')?.kind;
  return step.changes.length > 0 || (kind !== undefined && isWriteKind(kind));
}

function hadEffect(step: CallStep): boolean {
  if (step.changes.length > 0) return true;
  return step.outcome.kind === 'response' && step.outcome.response.status < 300;
}

/** A write that failed and was never tried again, nor looked after. */
function ignoredTrouble(step: CallStep, steps: readonly Step[]): Divergence | null {
  const later = steps.slice(step.index + 1);
  const again = later.some(
    (other) =>
      other.kind === 'call' &&
      (other.operation === step.operation || other.tool?.name === step.tool?.name) &&
      other.request.method === step.request.method,
  );
  return again
    ? null
    : {
        step: step.index,
        text: `step ${step.index}: ${callText(step)} answers ${outcomeText(step)}, and the agent does not come back to it; the oracle recovers.`,
      };
}

function nameOf(operation: string, operations: ReadonlyMap<string, Operation>): string {
  const found = operations.get(operation);
  return found === undefined
    ? operation
    : `${found.method} /${found.segments.map((segment) => (segment.kind === 'literal' ? segment.text : `${segment.prefix}{${segment.name}}${segment.suffix}`)).join('/')}`;
}

function endText({ end }: Trajectory): string {
  switch (end.kind) {
    case 'finished':
      return 'The agent finishes';
    case 'reported':
      return `The agent reports ${end.reason}`;
    case 'broke':
      return `The agent breaks down (${end.why})`;
    case 'tainted':
      return 'The environment fails';
  }
}
