import { valueAt } from '../../model/json.ts';
import { QUOTA_OVERDRAWN } from '../../model/quota-overdrawn.ts';
import type { GoalAtom } from '../../model/task.ts';
import type { CallStep } from '../../model/rollout.ts';
import { failed, passed, type Case, type Check } from '../case.ts';
import { matches } from '../matches.ts';

/** No more writes took effect than a right agent needs; a goal reached in smaller pieces, each once, costs nothing more. */
export const budget: Check = {
  name: 'budget',
  hard: true,
  judge: (subject) => {
    const overdrawn = subject.calls.filter(({ faults }) => faults.some(({ what }) => what === QUOTA_OVERDRAWN));
    if (overdrawn.length > 0)
      return failed(
        `${overdrawn.length} calls came out of the quota of others`,
        overdrawn.map(({ index }) => index),
      );
    const effective = subject.calls.filter((call) => call.changes.length > 0);
    const allowed = subject.episode.limits.oracleWrites + subject.episode.limits.writeSlack;
    if (effective.length <= allowed) return passed(`${effective.length} effective writes of ${allowed}`);
    const idle = effective.length - stepsForward(subject, effective);
    if (idle === 0) return passed(`${effective.length} effective writes, each a step of the goal`);
    return failed(
      `${effective.length} writes took effect; ${allowed} are enough`,
      effective.map(({ index }) => index),
    );
  },
};

/** How many of the writes made at least one wanted value true for the first time, and none untrue. */
function stepsForward(subject: Case, effective: readonly CallStep[]): number {
  const done = new Set<string>();
  let forward = 0;
  for (const call of effective) {
    const now = call.changes.flatMap((change) =>
      wantsOf(subject, change.key).map((want) => ({
        ...want,
        was: holds(subject, want, change.before),
        is: holds(subject, want, change.after),
      })),
    );
    const gained = now.filter(({ id, was, is }) => is && !was && !done.has(id));
    if (gained.length === 0 || now.some(({ was, is }) => was && !is)) continue;
    for (const { id } of gained) done.add(id);
    forward += 1;
  }
  return forward;
}

interface Want {
  readonly id: string;
  readonly path: Extract<GoalAtom, { kind: 'field' }>['path'] | null;
  readonly match: Extract<GoalAtom, { kind: 'field' }>['match'] | null;
}

/** The values a goal wants of a record; the record's coming into being, or going, is one of them. */
function wantsOf(subject: Case, key: string): readonly Want[] {
  return subject.goal.atoms.flatMap(({ atom }, at): readonly Want[] => {
    if (atom.kind === 'field') return atom.key === key ? [{ id: `${at}`, path: atom.path, match: atom.match }] : [];
    if (atom.kind === 'gone') return atom.key === key ? [{ id: `${at}`, path: null, match: null }] : [];
    if (atom.kind !== 'new' || subject.goal.made.get(atom.name)?.key !== key) return [];
    return [
      { id: `${at}`, path: [], match: null },
      ...atom.fields.map(({ path, match }, field) => ({ id: `${at} ${field}`, path, match })),
    ];
  });
}

function holds(subject: Case, { path, match }: Want, doc: CallStep['changes'][number]['after']): boolean {
  if (path === null) return doc === null;
  if (match === null) return doc !== null;
  return (
    doc !== null &&
    matches(match, valueAt(doc, path), { made: subject.goal.made, model: subject.model, told: subject.told })
  );
}
