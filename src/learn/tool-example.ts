import { objectOf, type Json, type JsonObject } from '../model/json.ts';
import type { FieldModel } from '../model/field.ts';

const ARGUMENTS = 4;
const MAX_CHARACTERS = 40;
/** A value shows how an argument is written where this many calls share each on average. */
const SHARED = 3;

/** What identifies, names or quotes somebody: it shows nothing of that kind, and might be taken for an answer. */
const TELLING: ReadonlySet<FieldModel['format']> = new Set(['id', 'uuid', 'email', 'phone', 'uri', 'prose', 'name']);
const TELLING_NAMES = /(?:^|[_.-])(?:ids?|uuid|key|code|number)$|Ids?$|pass|pwd|secret|token|credential|cursor/i;

/** Arguments of recorded calls, as the end of a description; empty where none can be shown. */
export function toolExample(fields: readonly (readonly [name: string, field: FieldModel])[]): string {
  const shown = fields.flatMap(([name, field]): [string, Json][] => {
    const value = TELLING_NAMES.test(name) ? undefined : exampleOf(field);
    return value === undefined ? [] : [[name, value]];
  });
  const example: JsonObject = objectOf(shown.slice(0, ARGUMENTS));
  return shown.length === 0 ? '' : `. Example: ${JSON.stringify(example)}`;
}

function exampleOf({ format, examples, distinct, seen, enum: values }: FieldModel): Json | undefined {
  if (TELLING.has(format) || (values === null && distinct * SHARED > seen)) return undefined;
  return examples.find(
    (value) =>
      typeof value === 'boolean' ||
      typeof value === 'number' ||
      (typeof value === 'string' && value !== '' && value.length <= MAX_CHARACTERS),
  );
}
