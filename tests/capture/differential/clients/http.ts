import { Agent, request as ask } from 'node:http';
import { headerListOf } from '../../../../src/capture/proxy/header-list.ts';
import type { Client, Seen, Sent } from '../exchange.ts';
import { seenOf } from '../seen.ts';

export const viaHttp: Client = async ({ origin }, requests) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const seen = [];
  for (const sent of requests) seen.push(await one(origin, sent, agent));
  agent.destroy();
  return seen;
};

function one(origin: string, { method, path, headers, body, chunked }: Sent, agent: Agent): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const interim: number[] = [];
    const own: [string, string][] = [['Host', new URL(origin).host], ...(headers as [string, string][])];
    if (body !== null && !chunked) own.push(['Content-Length', String(body.length)]);
    else if (chunked) own.push(['Transfer-Encoding', 'chunked']);
    const { hostname, port } = new URL(origin);
    const request = ask({ host: hostname, port, method, path, agent, headers: own.flat() as never, setHost: false });
    const waits = headers.some(([name]) => name === 'Expect');
    request.on('error', reject);
    request.on('information', ({ statusCode }) => interim.push(statusCode));
    request.on('continue', () => {
      interim.push(100);
      request.end(body);
    });
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      response.on('end', () =>
        resolve(
          seenOf(response.statusCode ?? 0, headerListOf(response.rawHeaders), Buffer.concat(chunks), {
            trailers: headerListOf(response.rawTrailers),
            interim,
          }),
        ),
      );
    });
    if (waits) request.flushHeaders();
    else if (body === null) request.end();
    else {
      // In two pieces, so that a body without a length really is chunked.
      request.write(body.subarray(0, body.length >> 1));
      request.end(body.subarray(body.length >> 1));
    }
  });
}
