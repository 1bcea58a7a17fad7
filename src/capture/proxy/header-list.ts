import type { HeaderList } from '../../model/http.ts';

/** `['Accept', '*', …]` as node has them -> pairs. */
export function headerListOf(raw: readonly string[]): HeaderList {
  const headers: (readonly [string, string])[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) headers.push([raw[at] as string, raw[at + 1] as string]);
  return headers;
}
