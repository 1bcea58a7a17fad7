import type { ServerResponse } from 'node:http';

/** An answer of the proxy itself, told apart from the upstream's by its `error` code. */
export function writeRefusal(response: ServerResponse, status: number, error: string, message: string): void {
  const body = Buffer.from(`${JSON.stringify({ error, message })}\n`);
  response.shouldKeepAlive = false;
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': body.length });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
