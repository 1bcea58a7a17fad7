import { isObject, objectOf, type Json, type JsonObject } from '../../model/json.ts';

/**
 * A form's fields and the record they go into, where an empty text takes a value away: fields become null, entries of
 * nested objects are left out on both sides.
 */
export function cleared(sent: JsonObject, old: JsonObject): { readonly sent: JsonObject; readonly old: JsonObject } {
  const left = new Map<string, Json>(Object.entries(old));
  const taken = Object.entries(sent).map(([key, value]): [string, Json] => {
    if (value === '') return [key, null];
    if (!isObject(value)) return [key, value];
    const before = old[key];
    if (isObject(before))
      left.set(
        key,
        without(before, (name) => isEmpty(value[name])),
      );
    return [key, without(value, (name) => isEmpty(value[name]))];
  });
  return { sent: objectOf(taken), old: objectOf(left) };
}

function without(object: JsonObject, goes: (name: string) => boolean): JsonObject {
  return objectOf(Object.entries(object).filter(([name]) => !goes(name)));
}

/** Forms have no null of their own: one that is there was an empty text. */
function isEmpty(value: Json | undefined): boolean {
  return value === '' || value === null;
}
