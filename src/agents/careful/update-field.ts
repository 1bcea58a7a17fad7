import type { Json, JsonPath } from 'offscript';
import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';
import type { ScriptOperation } from '../script.ts';
import { readItem } from './read-item.ts';
import { fieldOf, idOf, type Found, type Work } from './work.ts';

/** Sets one field of a record, by an update that takes it or by replacing the whole; null where there is neither. */
export async function updateField(work: Work, found: Found, path: JsonPath, value: Json): Promise<Answer | null> {
  const id = idOf(work, found);
  if (id === null) return null;
  for (const kind of ['update', 'replace'] as const) {
    for (const operation of Object.values(work.book.operations)) {
      if (operation.resource !== found.resource || operation.kind !== kind) continue;
      const [target, ...parents] = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      const body = bodyFieldOf(operation, path);
      if (target === undefined || parents.length > 0 || body === undefined) continue;
      const named: Call['values'] = [{ place: { in: 'path', name: target }, value: id }];
      const set = { place: { in: 'body' as const, path: body.split('.') }, value };
      const rest = kind === 'replace' ? await othersOf(work, found, operation, body) : [];
      return work.send({ operation, values: [...named, ...rest, set] });
    }
  }
  return null;
}

function bodyFieldOf({ types }: ScriptOperation, path: JsonPath): string | undefined {
  return Object.keys(types).find((name) => name.split('.').at(-1) === path.at(-1));
}

/** What the record has in the other fields: a replacement would lose them. */
async function othersOf(
  work: Work,
  found: Found,
  { types }: ScriptOperation,
  changed: string,
): Promise<Call['values']> {
  const full = (await readItem(work, found)) ?? found;
  return Object.keys(types).flatMap((name) => {
    const path = name.split('.');
    const value = name === changed ? undefined : fieldOf(work, full, path);
    return value === undefined || value === null ? [] : [{ place: { in: 'body' as const, path }, value }];
  });
}
