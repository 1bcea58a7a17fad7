/** A plain client of a world: JSON in, JSON out. */
import type { HeaderList, HttpRequest } from '../../../src/model/http.ts';
import type { World, WorldAnswer } from '../../../src/model/world.ts';
import { START, TOKEN } from './helpdesk-model.ts';
import { ORIGIN } from './model-parts.ts';

export interface Said {
  readonly status: number;
  // Tests read bodies freely.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
  readonly headers: Readonly<Record<string, string>>;
  readonly answer: WorldAnswer;
}

export interface Client {
  (method: string, target: string, body?: unknown, headers?: HeaderList): Said;
  at: number;
  token: string | null;
}

export function requestOf(method: string, target: string, body?: unknown, headers: HeaderList = []): HttpRequest {
  const bytes =
    body === undefined ? new Uint8Array(0) : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const type: HeaderList =
    body === undefined || headers.some(([name]) => name.toLowerCase() === 'content-type')
      ? []
      : [['Content-Type', 'application/json']];
  return { method, origin: ORIGIN, target, headers: [...type, ...headers], body: bytes };
}

export function clientOf(world: World): Client {
  const client: Client = (method, target, body, headers = []) => {
    const auth: HeaderList = client.token === null ? [] : [['Authorization', `Bearer ${client.token}`]];
    const answer = world.handle(requestOf(method, target, body, [...auth, ...headers]), client.at);
    client.at += 1000;
    return saidIn(answer);
  };
  client.at = START + 1000;
  client.token = TOKEN;
  return client;
}

export function saidIn(answer: WorldAnswer): Said {
  if (answer.outcome.kind === 'error') return { status: 0, body: answer.outcome.error.kind, headers: {}, answer };
  const { status, headers, body } = answer.outcome.response;
  const text = Buffer.from(body).toString();
  return {
    status,
    body: parsed(text),
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    answer,
  };
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}
