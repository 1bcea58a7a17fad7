import type { HeaderList } from '../../model/http.ts';

/** Pairs -> the flat list that node writes as it is: same order, same case, duplicates kept. */
export function rawHeadersOf(headers: HeaderList): string[] {
  const raw: string[] = [];
  for (const [name, value] of headers) raw.push(name, value);
  return raw;
}
