/** Values that are there only where a part of the request is, whole or made of parts. */
import { valueAt, type JsonPath } from '../../model/json.ts';
import type { Expr } from '../../model/expr.ts';
import type { ResourceName } from '../../model/names.ts';
import { learnValue } from '../values/learn-value.ts';
import type { LearnOptions, Sample } from '../values/value-sample.ts';
import { filledWith, innerKeys, isFilledObject } from './sample-facts.ts';

/** A value that is there only where a part of the request is, whole or made of parts; null where nothing tells. */
export function whereAsked(all: readonly Sample[], options: LearnOptions, resource: ResourceName): Expr | null {
  const slot = filledWith(all);
  if (slot === null) return null;
  const key: Expr = { k: 'slot', slot, as: 'json', fallback: null };
  const filled = all.filter(({ value }) => value !== null && value !== undefined);
  const made =
    learnValue(filled, options)?.expr ??
    objectMade(filled, options) ??
    (filled.some(({ value }) => typeof value === 'object') ? null : drawn(resource, options.path));
  if (made === null) return null;
  const isNull = all.some(({ value }) => value === null);
  return { k: 'case', key, rows: { absent: isNull ? { k: 'const', value: null } : key }, otherwise: made };
}

function drawn(resource: ResourceName, path: JsonPath): Expr {
  return { k: 'sample', resource, path };
}

/** Objects of the same fields, each of them explained. */
function objectMade(samples: readonly Sample[], options: LearnOptions): Expr | null {
  if (!samples.every(({ value }) => isFilledObject(value))) return null;
  const fields = innerKeys(samples).map((name) => {
    const inner = samples.map((sample): Sample => ({ ...sample, value: valueAt(sample.value, [name]) }));
    const learned = learnValue(inner, { ...options, name, path: [...options.path, name] });
    return learned === null ? null : { key: name, value: learned.expr };
  });
  return fields.every((field) => field !== null) ? { k: 'object', fields } : null;
}
