import { isArray, isObject, valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { ResourceField } from '../../model/resource.ts';
import type { FoundRecord, MutatorContext } from '../mutator-context.ts';
import { goalPaths } from './goal-paths.ts';
import { knownConditions } from './known-conditions.ts';
import { overlaps } from './overlaps.ts';
import { showsField } from './shows-field.ts';

/** A fact by which a person tells a record from another of the same name. */
export type Distinction = {
  readonly path: JsonPath;
  /** The record's own. */
  readonly value: string | number;
  /** What others of its kind have there. */
  readonly other: string | number;
};

const MOST = 6;
const NOT_SAID = new Set(['uri', 'id', 'uuid', 'prose', 'date-time', 'epoch', 'epoch-ms', 'slug']);

/** Facts that the list shows, the goal does not touch, and the instruction has not used yet. */
export function distinctions(context: MutatorContext, found: FoundRecord): readonly Distinction[] {
  const doc = context.entity(found.key)?.doc;
  const used = [...knownConditions(context, found).map(({ path }) => path), ...goalPaths(context.task, found.key)];
  return context
    .fieldsOf(found.step.resource)
    .filter(
      (field) =>
        isSaid(field) && !used.some((path) => overlaps(path, field.path)) && showsField(found.operation, field.path),
    )
    .flatMap((field): Distinction[] => {
      const value = valueAt(doc, field.path);
      const other = otherValue(context, found, field, value);
      return isSayable(value) && isSayable(other) ? [{ path: field.path, value, other }] : [];
    })
    .slice(0, MOST);
}

function isSaid({ path, role, format, presence }: ResourceField): boolean {
  return (
    !path.includes('*') &&
    presence > 0.5 &&
    (role === 'plain' || role === 'natural-key' || role === 'label') &&
    (format === null || !NOT_SAID.has(format))
  );
}

function otherValue(
  context: MutatorContext,
  { key, step }: FoundRecord,
  field: ResourceField,
  value: Json | undefined,
): Json | undefined {
  if (field.role === 'natural-key' && typeof value === 'string') {
    const mail = /^([^@\s]+)@(\S+)$/.exec(value);
    if (mail !== null) return `${mail[1]}2@${mail[2]}`;
  }
  for (const entity of context.entitiesOf(step.resource)) {
    const theirs = entity.key === key ? undefined : valueAt(entity.doc, field.path);
    if (typeof theirs === typeof value && theirs !== value && isSayable(theirs)) return theirs;
  }
  return (field.enum ?? field.examples).find((candidate) => typeof candidate === typeof value && candidate !== value);
}

function isSayable(value: Json | undefined): value is string | number {
  if (value === undefined || value === null || isArray(value) || isObject(value) || typeof value === 'boolean')
    return false;
  return (
    typeof value === 'number' ||
    (value.trim() === value && value.length > 1 && value.length <= 60 && !/["\n]/.test(value))
  );
}
