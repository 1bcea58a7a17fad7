import type { Json, JsonPath } from 'offscript';
import type { Answer } from '../answer.ts';
import { idOf, type Found, type Work } from './work.ts';

/** Sets one field of a record, by the update that takes it; null where there is none. */
export async function updateField(work: Work, found: Found, path: JsonPath, value: Json): Promise<Answer | null> {
  const id = idOf(work, found);
  for (const operation of Object.values(work.book.operations)) {
    if (operation.resource !== found.resource || operation.kind !== 'update') continue;
    const parameters = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const body = Object.keys(operation.types).find((name) => name.split('.').at(-1) === path.at(-1));
    const [target] = parameters;
    if (id === null || body === undefined || target === undefined || parameters.length > 1) continue;
    return work.send({
      operation,
      values: [
        { place: { in: 'path', name: target }, value: id },
        { place: { in: 'body', path: body.split('.') }, value },
      ],
    });
  }
  return null;
}
