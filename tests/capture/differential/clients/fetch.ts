import type { Client } from '../exchange.ts';
import { seenOf } from '../seen.ts';

export const viaFetch: Client = async ({ origin }, requests) => {
  const seen = [];
  for (const { method, path, headers, body, chunked } of requests) {
    const sent =
      body === null ? {} : { body: chunked ? new Blob([new Uint8Array(body)]).stream() : body, duplex: 'half' };
    const response = await fetch(origin + path, {
      method,
      headers: headers as [string, string][],
      redirect: 'manual',
      ...sent,
    } as RequestInit);
    seen.push(seenOf(response.status, [...response.headers], new Uint8Array(await response.arrayBuffer())));
  }
  return seen;
};
