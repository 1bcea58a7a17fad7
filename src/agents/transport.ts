import type { AgentEpisode, Json } from 'offscript';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import type { Credentials } from './credentials.ts';
import { requestOf } from './request-of.ts';
import { callTool } from './call-tool.ts';

/** Sends one call once. Whatever comes of it is an answer. */
export type Transport = (call: Call) => Promise<Answer>;

/** Over HTTP where the episode has base URLs, by tools otherwise. */
export function openTransport(episode: AgentEpisode, credentials: Credentials): Transport {
  if (Object.keys(episode.baseUrls).length === 0) return (call) => callTool(episode, call);
  return (call) => overHttp(episode, credentials, call);
}

async function overHttp(episode: AgentEpisode, credentials: Credentials, call: Call): Promise<Answer> {
  const { origin, shows } = call.operation;
  const request = requestOf(call);
  const url = new URL(`${episode.baseUrls[origin] ?? origin}${request.target}`);
  for (const [name, value] of credentials.query(origin)) url.searchParams.append(name, value);
  let response: Response;
  try {
    response = await episode.fetch(url, {
      method: request.method,
      headers: [...request.headers, ...credentials.headers(origin)].map(([name, value]): [string, string] => [
        name,
        value,
      ]),
      ...(request.body === undefined ? {} : { body: request.body }),
    });
  } catch (cause) {
    return { status: 0, body: undefined, header: () => null, flaw: 'lost', cause };
  }
  const { status } = response;
  const header = (name: string): string | null => response.headers.get(name);
  let text: string;
  try {
    text = await response.text();
  } catch (cause) {
    return { status, body: undefined, header, flaw: 'garbled', cause };
  }
  return { status, header, cause: null, ...read(text, header('content-type') ?? '', status, shows !== null) };
}

function read(text: string, type: string, status: number, hasBody: boolean): Pick<Answer, 'body' | 'flaw'> {
  const isGood = status >= 200 && status < 300;
  if (text === '')
    return { body: undefined, flaw: isGood && hasBody && status !== 204 && status !== 202 ? 'empty' : null };
  const body = parsed(text);
  if (body !== undefined) return { body, flaw: null };
  const isPage = /^\s*</.test(text);
  return { body: text, flaw: type.includes('json') || (isGood && (isPage || hasBody)) ? 'garbled' : null };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
