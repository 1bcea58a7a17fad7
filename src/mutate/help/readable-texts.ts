import { valueAt, type JsonPath } from '../../model/json.ts';
import type { EntityKey } from '../../model/names.ts';
import type { ResourceField } from '../../model/resource.ts';
import type { MutatorContext } from '../mutator-context.ts';
import { goalPaths } from './goal-paths.ts';
import { knownConditions } from './known-conditions.ts';
import { overlaps } from './overlaps.ts';
import { showsField } from './shows-field.ts';

/** A text in a record that the oracle's answers show: where strangers can write. */
export type TextPlace = {
  readonly key: EntityKey;
  readonly path: JsonPath;
};

const MOST_RECORDS = 6;

/** Free text first; where there is none, the names of records that the task is not about. */
export function readableTexts(context: MutatorContext): readonly TextPlace[] {
  const free: TextPlace[] = [];
  const names: TextPlace[] = [];
  const seen = new Set<string>();
  for (const found of context.found) {
    const used = knownConditions(context, found).map(({ path }) => path);
    const beside = context.calls
      .filter((call) => call.operation.id === found.operation.id)
      .flatMap(({ step }) => step.reads.filter((key) => key.startsWith(`${found.step.resource}/`)))
      .slice(0, MOST_RECORDS);
    for (const key of new Set([found.key, ...beside])) {
      const doc = context.entity(key)?.doc;
      for (const field of context.fieldsOf(found.step.resource)) {
        const value = valueAt(doc, field.path);
        if (typeof value !== 'string' || field.path.includes('*') || seen.has(`${key} ${field.path.join('.')}`))
          continue;
        if (!showsField(found.operation, field.path) || used.some((path) => overlaps(path, field.path))) continue;
        if (goalPaths(context.task, key).some((path) => overlaps(path, field.path))) continue;
        seen.add(`${key} ${field.path.join('.')}`);
        if (isFree(field, value)) free.push({ key, path: field.path });
        else if (isName(field, value) && key !== found.key) names.push({ key, path: field.path });
      }
    }
  }
  return free.length > 0 ? free : names;
}

function isFree({ format, role, enum: values }: ResourceField, value: string): boolean {
  if (format === 'prose') return true;
  return (
    format === null &&
    values === null &&
    role === 'plain' &&
    value.length >= 30 &&
    value.trim().split(/\s+/).length >= 5
  );
}

function isName({ format, role, enum: values, writable }: ResourceField, value: string): boolean {
  if (values !== null) return false;
  return (
    role === 'label' ||
    format === 'name' ||
    (role === 'plain' && format === null && writable && /[a-z]+ [A-Za-z]/.test(value))
  );
}
