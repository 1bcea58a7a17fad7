import { request } from 'node:http';
import type { Agent } from 'node:http';

/** One HTTP exchange. Connection-level headers are left out of what is returned. */
export function exchange(
  agent: Agent,
  url: URL,
  method: string,
  text: string | undefined,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly headers: Record<string, string>; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const bytes = text === undefined ? undefined : Buffer.from(text);
    const length = bytes === undefined ? {} : { 'Content-Length': String(bytes.length) };
    const outgoing = request(url, { method, agent, headers: { ...headers, ...length } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { connection: _c, 'keep-alive': _k, 'transfer-encoding': _t, ...kept } = response.headers;
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, String(value)])),
          text: Buffer.concat(chunks).toString(),
        });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(bytes);
  });
}
