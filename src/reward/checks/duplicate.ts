import type { CallStep } from '../../model/rollout.ts';
import { failed, notApplicable, passed, type Case, type Check } from '../case.ts';

/** No record was made twice, at any moment: what is deleted again was still sent. */
export const duplicate: Check = {
  name: 'duplicate',
  hard: true,
  judge: (subject) => {
    const wanted = new Map<string, number>();
    for (const atom of subject.episode.goal)
      if (atom.kind === 'new') wanted.set(atom.resource, (wanted.get(atom.resource) ?? 0) + 1);
    for (const effect of subject.episode.sideEffects)
      if (effect.kind === 'new') wanted.set(effect.resource, (wanted.get(effect.resource) ?? 0) + effect.count);
    const made = creations(subject);
    if (made.size === 0) return notApplicable('nothing was created');
    for (const [resource, calls] of made) {
      const live = subject.trajectory.diff.filter(
        (change) => change.before === null && change.resource === resource,
      ).length;
      const allowed = Math.max(1, wanted.get(resource) ?? 0);
      const sameTwice = sameRequestTwice(calls);
      if (live > allowed && sameTwice !== null)
        return failed(`${resource}: ${live} new records where ${allowed} was asked for`, sameTwice);
      if (live > (wanted.get(resource) ?? live))
        return failed(
          `${resource}: ${live} new records where ${wanted.get(resource) ?? 0} was asked for`,
          calls.map(({ index }) => index),
        );
    }
    return passed('each new record was made once');
  },
};

function creations(subject: Case): ReadonlyMap<string, readonly CallStep[]> {
  const made = new Map<string, CallStep[]>();
  for (const call of subject.calls) {
    for (const change of call.changes)
      if (change.before === null) made.set(change.resource, [...(made.get(change.resource) ?? []), call]);
  }
  return made;
}

function sameRequestTwice(calls: readonly CallStep[]): readonly number[] | null {
  for (const [at, call] of calls.entries()) {
    const twin = calls
      .slice(at + 1)
      .find(
        (other) =>
          other !== call &&
          other.request.target === call.request.target &&
          Buffer.compare(other.request.body, call.request.body) === 0,
      );
    if (twin !== undefined) return [call.index, twin.index];
  }
  return null;
}
