/** One exchange after the other: what one of them lacks takes nothing from the rest. */
import type { Json } from '../../model/json.ts';
import { FormatProblem, oneGroup, type Exchange, type ParsedFile } from './format.ts';

type Left = ParsedFile['left'][number];

/** @throws FormatProblem where there are exchanges and none can be read: then it is no such file */
export function readEach(
  items: readonly Json[],
  name: string,
  read: (item: Json, place: string) => Exchange,
): ParsedFile {
  const each = readAll(items, name, read);
  return { ...oneGroup(each.read), left: each.left };
}

export function readAll<T>(
  items: readonly Json[],
  name: string,
  read: (item: Json, place: string) => T,
): { readonly read: readonly T[]; readonly left: readonly Left[] } {
  const good: T[] = [];
  const left: Left[] = [];
  let first: FormatProblem | null = null;
  for (const [index, item] of items.entries()) {
    const place = `${name}[${index}]`;
    try {
      good.push(read(item, place));
    } catch (error) {
      if (!(error instanceof FormatProblem)) throw error;
      first ??= error;
      const { message } = error;
      left.push({ place, reason: message.startsWith(`${place}: `) ? message.slice(place.length + 2) : message });
    }
  }
  if (good.length === 0 && first !== null) throw first;
  return { read: good, left };
}
