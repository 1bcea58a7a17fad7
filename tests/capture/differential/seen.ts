import { createHash } from 'node:crypto';
import type { Seen } from './exchange.ts';

const OF_ONE_CONNECTION = /^(?::.*|connection|keep-alive|transfer-encoding|date)$/;

export function seenOf(
  status: number,
  headers: readonly (readonly [string, string])[],
  body: Uint8Array,
  { trailers = [], interim = [] }: { readonly trailers?: Seen['trailers']; readonly interim?: readonly number[] } = {},
): Seen {
  return {
    status,
    headers: tidy(headers),
    bodyDigest: createHash('sha256').update(body).digest('hex').slice(0, 24),
    length: body.length,
    trailers: tidy(trailers),
    interim,
  };
}

/** Order between names is the protocol's business; between values of one name it is kept. */
function tidy(headers: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  return headers
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !OF_ONE_CONNECTION.test(name))
    .map((header, at) => ({ header, at }))
    .sort((a, b) => (a.header[0] < b.header[0] ? -1 : a.header[0] > b.header[0] ? 1 : a.at - b.at))
    .map(({ header }) => header);
}
