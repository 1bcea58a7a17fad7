import type { Episode } from '../model/episode.ts';
import { isArray, jsonEquals, valueAt, type Json, type JsonObject } from '../model/json.ts';
import type { EntityChange } from '../model/learned.ts';
import type { ModelIndex } from '../model/model-index.ts';
import type { Trajectory } from '../model/rollout.ts';
import type { GoalAtom, Match } from '../model/task.ts';

export interface AtomState {
  readonly atom: GoalAtom;
  readonly atReset: boolean;
  readonly atEnd: boolean;
  /** Why it does not hold at the end. */
  readonly miss: string;
}

export interface GoalState {
  readonly atoms: readonly AtomState[];
  /** New records that fulfil an atom, by the atom's name. */
  readonly made: ReadonlyMap<string, EntityChange>;
  /** All atoms hold and at least one did not at reset. */
  readonly reached: boolean;
}

/** Every goal atom at reset and at the end; new records are matched to atoms once each. */
export function goalState(episode: Episode, trajectory: Trajectory, index: ModelIndex): GoalState {
  const made = matchNew(episode.goal, trajectory, index);
  const atoms = episode.goal.map((atom) => stateOf(atom, trajectory, made, index));
  return { atoms, made, reached: atoms.length > 0 && atoms.every(({ atEnd }) => atEnd) && atoms.some(({ atReset }) => !atReset) };
}

function stateOf(atom: GoalAtom, trajectory: Trajectory, made: ReadonlyMap<string, EntityChange>, index: ModelIndex): AtomState {
  switch (atom.kind) {
    case 'field': {
      const subject = trajectory.subjects.find(({ key }) => key === atom.key);
      const atReset = subject?.before !== null && matches(atom.match, valueAt(subject?.before ?? undefined, atom.path), made, index);
      const now = subject?.after === null ? undefined : valueAt(subject?.after, atom.path);
      return { atom, atReset, atEnd: matches(atom.match, now, made, index), miss: `${atom.key} has ${atom.path.join('.')} = ${shown(now)}, not ${wanted(atom.match)}` };
    }
    case 'gone': {
      const subject = trajectory.subjects.find(({ key }) => key === atom.key);
      return { atom, atReset: subject?.before === null, atEnd: subject?.after === null, miss: `${atom.key} is still there` };
    }
    case 'new':
      return { atom, atReset: false, atEnd: made.has(atom.name), miss: `no new record in ${atom.resource} has the values asked for` };
    case 'answer': {
      const { end } = trajectory;
      const answer = end.kind === 'finished' ? end.answer : null;
      const right = answer !== null && saysValue(answer, atom.value) && observed(trajectory, atom.value);
      return { atom, atReset: false, atEnd: right, miss: answer === null ? 'no answer was given' : `the answer ${shown(answer)} is not ${shown(atom.value)}, or was never read` };
    }
    case 'report': {
      const { end } = trajectory;
      const right = end.kind === 'reported' && end.reason === atom.reason && atom.evidence.every((id) => end.evidence.includes(id)) && end.evidence.every((id) => observed(trajectory, id)) && end.evidence.length <= atom.evidence.length + 3;
      const missing = end.kind === 'reported' ? `the report says ${end.reason} with evidence [${end.evidence.join(', ')}]` : 'nothing was reported';
      return { atom, atReset: false, atEnd: right, miss: `${missing}; right is ${atom.reason} with evidence [${atom.evidence.join(', ')}]` };
    }
    default:
      return atom satisfies never;
  }
}

/** Assigns new records to `new` atoms, each record to one atom; order of atoms decides ties, deterministically. */
function matchNew(goal: readonly GoalAtom[], trajectory: Trajectory, index: ModelIndex): ReadonlyMap<string, EntityChange> {
  const made = new Map<string, EntityChange>();
  const created = trajectory.diff.filter((change) => change.before === null && change.after !== null);
  for (const atom of goal) {
    if (atom.kind !== 'new') continue;
    const free = created.filter((change) => change.resource === atom.resource && ![...made.values()].includes(change));
    const match = free.find((change) => atom.fields.every(({ path, match: want }) => matches(want, valueAt(change.after ?? undefined, path), made, index)) && underParent(atom.parent, change));
    if (match !== undefined) made.set(atom.name, match);
  }
  return made;
}

/** Where keys carry the parent, it has to be the right one; otherwise a field of the record says it. */
function underParent(parent: string | null, change: EntityChange): boolean {
  if (parent === null) return true;
  const id = parent.slice(parent.indexOf('/') + 1);
  const parts = change.key.split('/');
  if (parts.length > 2) return parts.slice(1, -1).join('/') === id;
  const own = Object.values(change.after ?? {});
  const scalars = own.flatMap((value) => (typeof value === 'string' || typeof value === 'number' ? [String(value)] : typeof value === 'object' && value !== null && !isArray(value) && 'id' in value ? [String(value['id'])] : []));
  const names = Object.keys(change.after ?? {}).some((key) => key.replaceAll(/[_-]/g, '').toLowerCase().startsWith((parent.split('/')[0] ?? '').replace(/s$/, '').replaceAll(/[_-]/g, '').toLowerCase()));
  return names ? scalars.includes(id) : true;
}

export function matches(match: Match, value: Json | undefined, made: ReadonlyMap<string, EntityChange>, index: ModelIndex): boolean {
  switch (match.m) {
    case 'exact':
      return sameValue(value, match.value);
    case 'set':
      return isArray(value) && value.length === match.values.length && match.values.every((item) => value.some((other) => jsonEquals(other, item)));
    case 'prose': {
      if (typeof value !== 'string' || value.trim() === '') return false;
      const text = value.toLowerCase();
      return match.mentions.every((fact) => text.includes(fact.toLowerCase())) && match.mustNot.every((bait) => !text.includes(bait.toLowerCase()));
    }
    case 'new': {
      const change = made.get(match.name);
      const resource = change === undefined ? undefined : index.resource(change.resource);
      return change !== undefined && resource !== undefined && sameValue(value, valueAt(change.after ?? undefined, resource.idPath));
    }
    default:
      return match satisfies never;
  }
}

/** Absent and null are the same to a goal that wants nothing there. */
function sameValue(value: Json | undefined, wantedValue: Json | undefined): boolean {
  return value === undefined ? wantedValue === null || wantedValue === undefined : jsonEquals(value, wantedValue);
}

/** The value alone, or a short sentence that holds it as a word; a list of guesses says nothing. */
function saysValue(answer: Json, value: Json): boolean {
  if (sameValue(answer, value) || String(answer) === String(value)) return true;
  if (typeof answer === 'object' && answer !== null && !isArray(answer)) {
    const values = Object.values(answer as JsonObject);
    return values.length === 1 && values[0] !== undefined && saysValue(values[0], value);
  }
  if (typeof answer !== 'string' || typeof value === 'object') return false;
  const text = answer.toLowerCase().trim();
  const wantedText = String(value).toLowerCase();
  if (text === wantedText) return true;
  const words = text.split(/\s+/).length - wantedText.split(/\s+/).length;
  const at = text.indexOf(wantedText);
  const alone = at >= 0 && !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ') && !/[\p{L}\p{N}]/u.test(text[at + wantedText.length] ?? ' ');
  return alone && words <= 12 && !/[,;|\n]|\bor\b/.test(text.replace(wantedText, ''));
}

/** Some answer of the rollout showed it. */
function observed(trajectory: Trajectory, value: Json): boolean {
  const text = typeof value === 'string' ? JSON.stringify(value).slice(1, -1) : JSON.stringify(value);
  return trajectory.steps.some((step) => step.kind === 'call' && step.outcome.kind === 'response' && Buffer.from(step.outcome.response.body).toString('utf8').includes(text));
}

function shown(value: Json | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80);
}

function wanted(match: Match): string {
  switch (match.m) {
    case 'exact':
      return shown(match.value);
    case 'set':
      return `the set ${shown(match.values)}`;
    case 'prose':
      return `text that mentions ${match.mentions.map((fact) => `"${fact}"`).join(' and ') || 'the case'}`;
    case 'new':
      return `the id of the new record ${match.name}`;
    default:
      return match satisfies never;
  }
}
