import type { Json } from 'offscript';
import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';
import { isObject, valuesIn } from '../json.ts';

const NAMING = new Set([
  'field',
  'name',
  'param',
  'parameter',
  'path',
  'pointer',
  'property',
  'key',
  'attribute',
  'source',
]);

/**
 * The call as a refusal wants it: a field it names and the call lacks gets the value of the field it is likely to
 * stand for. Null where the refusal says nothing that helps.
 */
export function fittedTo(call: Call, refusal: Answer): Call | null {
  const named = namesIn(refusal.body);
  const sent = call.values.flatMap((one) =>
    one.place.in === 'body' ? [{ ...one, place: one.place, leaf: String(one.place.path.at(-1) ?? '') }] : [],
  );
  const lacking = named.find((name) => !sent.some(({ leaf }) => leaf === name));
  if (lacking === undefined) return null;
  const complained = sent.filter(({ leaf }) => named.includes(leaf));
  const alike = sent.filter(({ leaf }) => sharesWord(leaf, lacking));
  const from = alike[0] ?? complained[0] ?? (sent.length === 1 ? sent[0] : undefined);
  if (from === undefined) return null;
  const values = call.values.map((one) =>
    one.place === from.place
      ? { ...one, place: { in: 'body' as const, path: [...from.place.path.slice(0, -1), lacking] } }
      : one,
  );
  return { ...call, values };
}

/** Names of fields in an error: under keys that hold such names, as keys of a map of errors, or quoted in a message. */
function namesIn(body: Json | undefined): readonly string[] {
  const names: string[] = [];
  for (const { path, value } of body === undefined ? [] : valuesIn(body)) {
    const key = String(path.at(-1) ?? '');
    if (typeof value === 'string' && NAMING.has(key.toLowerCase())) names.push(value.split(/[./]/).at(-1) ?? value);
    else if (typeof value === 'string')
      names.push(
        ...[...value.matchAll(/["'`]([A-Za-z_][\w.-]*)["'`]/g)].map(([, name = '']) => name.split('.').at(-1) ?? name),
      );
    else if (isObject(value) && /^(errors|fields|details)$/i.test(key)) names.push(...Object.keys(value));
  }
  return [...new Set(names)];
}

function sharesWord(left: string, right: string): boolean {
  const words = (name: string): readonly string[] =>
    name
      .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter(Boolean);
  return words(left).some((word) => words(right).includes(word)) || left.includes(right) || right.includes(left);
}
