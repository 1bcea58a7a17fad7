import type { AgentEpisode, Json } from 'offscript';
import { isObject, valuesIn } from './json.ts';

type Headers = readonly (readonly [name: string, value: string])[];

/** The credentials of a rollout; tokens can be fetched anew. */
export interface Credentials {
  headers(origin: string): Headers;
  query(origin: string): Headers;
  /** False where there is no way to, or the API refused. */
  renew(origin: string): Promise<boolean>;
}

const MOST_TRIES = 4;
const TOKEN_NAMES = ['access_token', 'accessToken', 'token', 'id_token', 'session_token', 'jwt'];

export function openCredentials(episode: AgentEpisode): Credentials {
  const fresh = new Map<string, Headers>();
  const first = (origin: string) => episode.credentials[origin]?.[0];
  const headers = (origin: string): Headers => fresh.get(origin) ?? first(origin)?.headers ?? [];

  const logIn = async (origin: string): Promise<Response | null> => {
    const login = first(origin)?.login;
    const base = episode.baseUrls[origin];
    if (login === null || login === undefined || base === undefined) return null;
    for (let tries = 1; ; tries += 1) {
      const response = await episode
        .fetch(`${base}${login.path}`, {
          method: login.method,
          headers: login.headers.map(([name, value]): [string, string] => [name, value]),
          ...(login.body === '' ? {} : { body: login.body }),
        })
        .catch(() => null);
      if (response?.ok === true) return response;
      const isPassing = response === null || response.status === 429 || response.status >= 500;
      if (!isPassing || tries >= MOST_TRIES) return null;
      await episode.wait(Number(response?.headers.get('retry-after')) || 2 ** (tries - 1));
    }
  };

  return {
    headers,
    query: (origin) => first(origin)?.query ?? [],
    renew: async (origin) => {
      const response = await logIn(origin);
      if (response === null) return false;
      const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
      const token = tokenIn(await (response.json() as Promise<Json>).catch(() => null));
      if (token === null && cookies.length === 0) return false;
      const renewed = headers(origin).map(([name, value]): readonly [string, string] => {
        if (name.toLowerCase() === 'cookie' && cookies.length > 0) return [name, cookies.join('; ')];
        return token === null ? [name, value] : [name, withToken(value, token)];
      });
      fresh.set(origin, renewed);
      return true;
    },
  };
}

function tokenIn(body: Json): string | null {
  for (const { value } of valuesIn(body)) {
    if (!isObject(value)) continue;
    for (const name of TOKEN_NAMES) if (typeof value[name] === 'string') return value[name];
  }
  return null;
}

/** @example withToken('Bearer old', 'new')  ->  'Bearer new' */
function withToken(value: string, token: string): string {
  const at = value.indexOf(' ');
  return at < 0 ? token : `${value.slice(0, at)} ${token}`;
}
