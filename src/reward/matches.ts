import { isArray, jsonEquals, valueAt, type Json } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { EntityChange } from '../model/trace.ts';
import { indexModel } from '../model/model-index.ts';
import type { Match } from '../model/task.ts';
import { proseHolds } from './prose-holds.ts';

export interface MatchContext {
  /** New records that fulfil an atom, by the atom's name. */
  readonly made: ReadonlyMap<string, EntityChange>;
  readonly model: LearnedModel;
  /** All that the agent was told. */
  readonly told: string;
}

/** Whether a value is what a goal wants. */
export function matches(match: Match, value: Json | undefined, { made, model, told }: MatchContext): boolean {
  switch (match.m) {
    case 'exact':
      return sameValue(value, match.value);
    case 'set':
      return (
        isArray(value) &&
        value.length === match.values.length &&
        match.values.every((item) => value.some((other) => jsonEquals(other, item)))
      );
    case 'prose':
      return proseHolds(match, value, told, model);
    case 'new': {
      const change = made.get(match.name);
      const resource = change === undefined ? undefined : indexModel(model).resource(change.resource);
      return (
        change !== undefined &&
        resource !== undefined &&
        sameValue(value, valueAt(change.after ?? undefined, resource.idPath))
      );
    }
    default:
      return match satisfies never;
  }
}

/** Absent and null are the same to a goal that wants nothing there. */
export function sameValue(value: Json | undefined, wantedValue: Json | undefined): boolean {
  return value === undefined ? wantedValue === null || wantedValue === undefined : jsonEquals(value, wantedValue);
}

export function shown(value: Json | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80);
}

export function wanted(match: Match): string {
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
