/** What formats of stubs have in common: each stub for itself, those that stand for no single request left out. */
import type { Json } from '../../model/json.ts';
import { FormatProblem, type Exchange, type ParsedFile } from './format.ts';

export function readEach(
  items: readonly Json[],
  name: string,
  read: (item: Json, place: string) => Exchange,
): ParsedFile {
  const exchanges: Exchange[] = [];
  const left: { place: string; reason: string }[] = [];
  for (const [index, item] of items.entries()) {
    const place = `${name}[${index}]`;
    try {
      exchanges.push(read(item, place));
    } catch (error) {
      if (!(error instanceof FormatProblem)) throw error;
      left.push({ place, reason: error.message.replace(`${place}: `, '') });
    }
  }
  if (exchanges.length === 0 && left.length > 0) throw new FormatProblem(`${left[0]?.place}: ${left[0]?.reason}`);
  return { groups: [{ name: null, exchanges }], left };
}

export function encodeForm(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}
