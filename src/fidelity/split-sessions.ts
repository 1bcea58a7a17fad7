import type { SessionHeader } from '../model/recording.ts';

/** One way to set sessions apart: learned from the rest, judged on these. */
export type HeldOut = ReadonlySet<string>;

/** The last share of the sessions by recorded time; where times are equal, by file name. Half of them at most. */
export function lastSessions(sessions: readonly SessionHeader[], share: number): readonly HeldOut[] {
  const ordered = [...sessions].sort(
    (a, b) => a.startedAt - b.startedAt || compare(a.source, b.source) || compare(a.id, b.id),
  );
  const count = Math.min(Math.floor(ordered.length / 2), Math.max(1, Math.round(ordered.length * share)));
  return [new Set(ordered.slice(ordered.length - count).map(({ id }) => id))];
}

/** Each session held out once, in `folds` splits drawn by the seed. */
export function foldSessions(sessions: readonly SessionHeader[], folds: number, seed: number): readonly HeldOut[] {
  const ids = sessions.map(({ id }) => id).sort((a, b) => hash(`${seed} ${a}`) - hash(`${seed} ${b}`) || compare(a, b));
  const sets = Array.from({ length: Math.min(folds, ids.length) }, () => new Set<string>());
  for (const [index, id] of ids.entries()) sets[index % sets.length]?.add(id);
  return sets;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** FNV-1a with a final mix. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
