import type { Json } from 'offscript';
import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';
import { valuesIn } from '../json.ts';

/**
 * A value that a refusal no longer knows, and the one it lists instead: the only one that reads like it. Null where the
 * refusal lists no values.
 *
 * @example "solved", '"status" must be one of "open", "status_solved".'  ->  { from: "solved", to: "status_solved" }
 */
export function renamedValue(call: Call, refusal: Answer): { readonly from: string; readonly to: string } | null {
  for (const { value: text } of refusal.body === undefined ? [] : valuesIn(refusal.body)) {
    if (typeof text !== 'string' || !/\bone of\b/i.test(text)) continue;
    const listed = [...text.slice(text.search(/\bone of\b/i)).matchAll(/"([^"]+)"/g)].map(([, word = '']) => word);
    for (const { place, value } of call.values) {
      const isNamed = place.in === 'body' && text.includes(String(place.path.at(-1)));
      if (!isNamed || typeof value !== 'string' || listed.includes(value)) continue;
      const alike = listed.filter((word) => readsLike(word, value));
      const [to] = alike;
      if (alike.length === 1 && to !== undefined) return { from: value, to };
    }
  }
  return null;
}

function readsLike(left: string, right: Json): boolean {
  const words = (text: string): readonly string[] => text.toLowerCase().split(/[^a-z0-9]+/);
  const [these, those] = [words(left), words(String(right))];
  return those.every((word) => these.includes(word)) || these.every((word) => those.includes(word));
}
