import { createClock } from '../../recordings/helpdesk/clock.ts';
import { STAFF_LOGINS } from '../../recordings/helpdesk/data/staff-logins.ts';
import { FIRST_MORNING } from '../../recordings/helpdesk/seed-data.ts';
import { createHelpdesk, type Helpdesk } from '../../recordings/helpdesk/server.ts';
import type { AgentEpisode } from '../../src/model/agent.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';

const ORIGIN = 'http://127.0.0.1:7080';

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: Json;
  readonly authorization: string;
}

/** What happens to the n-th request (from 0) that fits; `answer` is the API's own. */
export type Trouble = (request: Sent, answer: () => Promise<Response>, nth: number) => Promise<Response> | null;

export interface Played {
  readonly end:
    | { readonly kind: 'finished'; readonly answer: Json }
    | { readonly kind: 'reported'; readonly reason: string; readonly evidence: readonly string[] }
    | { readonly kind: 'crashed'; readonly message: string };
  readonly sent: readonly Sent[];
  readonly waits: readonly number[];
  readonly said: readonly string[];
}

interface Wish {
  readonly workflow: string;
  readonly inputs: JsonObject;
  readonly instruction?: string;
  readonly trouble?: Trouble;
  /** What the person says, in order; the last is repeated. */
  readonly person?: readonly string[];
}

/** The real helpdesk with an agent at it, and trouble on the line. */
export async function openDesk(): Promise<{
  readonly helpdesk: Helpdesk;
  play(agent: (episode: AgentEpisode) => Promise<void>, wish: Wish): Promise<Played>;
  close(): Promise<void>;
}> {
  const clock = createClock(FIRST_MORNING);
  const helpdesk = createHelpdesk({ seed: 'agents', clock: clock.now });
  const base = await helpdesk.listen(0);
  const lead = STAFF_LOGINS.find(({ role, grant, active }) => role === 'lead' && grant === 'password' && active);
  const login = new URLSearchParams({
    grant_type: 'password',
    client_id: 'desk-console',
    username: lead?.login ?? '',
    password: lead?.secret ?? '',
  }).toString();
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const play = async (
    agent: (episode: AgentEpisode) => Promise<void>,
    { workflow, inputs, instruction = '', trouble, person = [] }: Wish,
  ): Promise<Played> => {
    clock.advance(120_000);
    const issued = (await (
      await fetch(`${base}/oauth/token`, { method: 'POST', headers: form, body: login })
    ).json()) as { access_token: string };
    const sent: Sent[] = [];
    const waits: number[] = [];
    const said: string[] = [];
    let end: Played['end'] = { kind: 'finished', answer: null };
    const episode: AgentEpisode = {
      id: 'r1',
      instruction,
      inputs,
      workflow,
      policy: '',
      baseUrls: { [ORIGIN]: base },
      credentials: {
        [ORIGIN]: [
          {
            principal: lead?.login ?? '',
            headers: [['Authorization', `Bearer ${issued.access_token}`]],
            login: { method: 'POST', path: '/oauth/token', headers: Object.entries(form), body: login },
          },
        ],
      },
      tools: [],
      timeoutMs: 10_000,
      signal: new AbortController().signal,
      fetch: async (to, init) => {
        const request = new Request(to as string, init);
        clock.advance(300);
        const text = await request.clone().text();
        const url = new URL(request.url);
        const one: Sent = {
          method: request.method,
          path: `${url.pathname}${url.search}`,
          body: text.startsWith('{') ? (JSON.parse(text) as Json) : text,
          authorization: request.headers.get('authorization') ?? '',
        };
        const nth = sent.filter(
          ({ method, path }) => method === one.method && path.split('?')[0] === one.path.split('?')[0],
        ).length;
        sent.push(one);
        const answer = (): Promise<Response> => fetch(request);
        return trouble?.(one, answer, nth) ?? answer();
      },
      call: () => Promise.reject(new Error('No tools here.')),
      wait: (seconds) => {
        waits.push(seconds);
        clock.advance(seconds * 1000);
        return Promise.resolve();
      },
      say: (text) => {
        said.push(text);
        return Promise.resolve(person[Math.min(said.length, person.length) - 1] ?? '');
      },
      report: (reason, evidence = []) => {
        end = { kind: 'reported', reason, evidence };
        return Promise.resolve();
      },
      finish: (answer = null) => {
        end = { kind: 'finished', answer };
        return Promise.resolve();
      },
    };
    try {
      await agent(episode);
    } catch (error) {
      end = { kind: 'crashed', message: String(error) };
    }
    return { end, sent, waits, said };
  };
  return { helpdesk, play, close: () => helpdesk.close() };
}
