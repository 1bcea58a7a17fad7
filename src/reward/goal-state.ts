import type { Episode } from '../model/episode.ts';
import { isArray, valueAt } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { EntityChange } from '../model/trace.ts';
import type { CallStep, Trajectory } from '../model/rollout.ts';
import type { GoalAtom } from '../model/task.ts';
import { matches, shown, wanted, type MatchContext } from './matches.ts';
import { showed } from './observations.ts';
import { reportHolds } from './report-holds.ts';
import { besideOf, rivalsOf } from './answer/rivals-of.ts';
import { saysValue } from './answer/says-value.ts';
import { toldText } from './told-text.ts';

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
export function goalState(episode: Episode, trajectory: Trajectory, model: LearnedModel): GoalState {
  const made = new Map<string, EntityChange>();
  const context: MatchContext = { made, model, told: toldText(episode) };
  matchNew(episode.goal, trajectory, context, made);
  const atoms = episode.goal.map((atom) => stateOf(atom, episode, trajectory, context));
  return {
    atoms,
    made,
    reached: atoms.length > 0 && atoms.every(({ atEnd }) => atEnd) && atoms.some(({ atReset }) => !atReset),
  };
}

function stateOf(atom: GoalAtom, episode: Episode, trajectory: Trajectory, context: MatchContext): AtomState {
  switch (atom.kind) {
    case 'field': {
      const subject = trajectory.subjects.find(({ key }) => key === atom.key);
      const atReset =
        subject?.before !== null && matches(atom.match, valueAt(subject?.before ?? undefined, atom.path), context);
      const now = subject?.after === null ? undefined : valueAt(subject?.after, atom.path);
      return {
        atom,
        atReset,
        atEnd: matches(atom.match, now, context),
        miss: `${atom.key} has ${atom.path.join('.')} = ${shown(now)}, not ${wanted(atom.match)}`,
      };
    }
    case 'gone': {
      const subject = trajectory.subjects.find(({ key }) => key === atom.key);
      return {
        atom,
        atReset: subject?.before === null,
        atEnd: subject?.after === null,
        miss: `${atom.key} is still there`,
      };
    }
    case 'new':
      return {
        atom,
        atReset: false,
        atEnd: context.made.has(atom.name),
        miss: `no new record in ${atom.resource} has the values asked for`,
      };
    case 'answer': {
      const { end } = trajectory;
      const answer = end.kind === 'finished' ? end.answer : null;
      const right =
        answer !== null &&
        saysValue(answer, atom.value, {
          rivals: rivalsOf(atom, context.model),
          beside: besideOf(atom, episode, context.model),
          told: context.told,
        }) &&
        wasRead(atom, trajectory);
      return {
        atom,
        atReset: false,
        atEnd: right,
        miss:
          answer === null
            ? 'no answer was given'
            : `the answer ${shown(answer)} is not ${shown(atom.value)}, or was never read`,
      };
    }
    case 'report': {
      const { end } = trajectory;
      const missing =
        end.kind === 'reported'
          ? `the report says ${end.reason} with evidence [${end.evidence.join(', ')}]`
          : 'nothing was reported';
      return {
        atom,
        atReset: false,
        atEnd: reportHolds(atom, trajectory, episode),
        miss: `${missing}; right is ${atom.reason} with evidence [${atom.evidence.join(', ')}]`,
      };
    }
    default:
      return atom satisfies never;
  }
}

/** Assigns new records to `new` atoms, each record to one atom; order of atoms decides ties, deterministically. */
function matchNew(
  goal: readonly GoalAtom[],
  trajectory: Trajectory,
  context: MatchContext,
  made: Map<string, EntityChange>,
): void {
  const created = trajectory.diff.filter((change) => change.before === null && change.after !== null);
  for (const atom of goal) {
    if (atom.kind !== 'new') continue;
    const free = created.filter((change) => change.resource === atom.resource && ![...made.values()].includes(change));
    const match = free.find(
      (change) =>
        atom.fields.every(({ path, match: want }) =>
          matches(want, valueAt(change.after ?? undefined, path), context),
        ) && underParent(atom.parent, change),
    );
    if (match !== undefined) made.set(atom.name, match);
  }
}

/** Where keys carry the parent, it has to be the right one; otherwise a field of the record says it. */
function underParent(parent: string | null, change: EntityChange): boolean {
  if (parent === null) return true;
  const id = parent.slice(parent.indexOf('/') + 1);
  const parts = change.key.split('/');
  if (parts.length > 2) return parts.slice(1, -1).join('/') === id;
  const own = Object.values(change.after ?? {});
  const scalars = own.flatMap((value) =>
    typeof value === 'string' || typeof value === 'number'
      ? [String(value)]
      : typeof value === 'object' && value !== null && !isArray(value) && 'id' in value
        ? [String(value['id'])]
        : [],
  );
  const names = Object.keys(change.after ?? {}).some((key) =>
    key
      .replaceAll(/[_-]/g, '')
      .toLowerCase()
      .startsWith((parent.split('/')[0] ?? '').replace(/s$/, '').replaceAll(/[_-]/g, '').toLowerCase()),
  );
  return names ? scalars.includes(id) : true;
}

/** An answer of the rollout showed the record asked about, or the value itself where that could be nothing else. */
function wasRead(atom: Extract<GoalAtom, { kind: 'answer' }>, trajectory: Trajectory): boolean {
  const calls = trajectory.steps.filter(
    (step): step is CallStep => step.kind === 'call' && step.outcome.kind === 'response',
  );
  const value = String(atom.value);
  const ofRecord = atom.about === undefined ? [] : calls.filter(({ reads }) => reads.includes(atom.about?.key ?? ''));
  if (ofRecord.length > 0) return true;
  return (atom.about === undefined || value.length >= UNMISTAKABLE) && calls.some((call) => showed(call, value));
}

const UNMISTAKABLE = 8;
