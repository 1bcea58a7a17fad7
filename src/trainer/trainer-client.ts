/** The client of `offscript serve SET`, for a trainer that owns the loop: asks for a rollout, plays it, asks what it earned. */
import type { AgentEpisode } from '../model/agent.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { AgentView } from '../model/rollout.ts';
import type { ToolResult } from '../model/tools.ts';
import type { Verdict } from '../model/verdict.ts';

export interface TrainerRow {
  readonly id: string;
  readonly instruction: string;
  readonly inputs: JsonObject;
  readonly policy: string;
  readonly workflow: string;
  readonly task: string;
  readonly interface: 'http' | 'tools';
  readonly family: string;
  readonly split: string;
  readonly budget: number;
}

/** A rollout on the server; agents take it as any other episode. */
export interface RemoteRollout extends AgentEpisode {
  /** Ends it where it is not over, and gives what it earned. */
  close(answer?: Json): Promise<Verdict>;
  /** Gives it up without a verdict. */
  drop(): Promise<void>;
}

export interface Trainer {
  episodes(filter?: {
    readonly split?: string;
    readonly family?: string;
    readonly limit?: number;
  }): Promise<readonly TrainerRow[]>;
  /** Waits while the server is full. */
  start(episode: string, options?: { readonly trial?: number; readonly signal?: AbortSignal }): Promise<RemoteRollout>;
}

/**
 * @param url and token: the first line that `offscript serve SET` prints
 * @example
 * const trainer = connectTrainer(url, token);
 * for (const { id } of await trainer.episodes({ split: 'train' })) {
 *   const rollout = await trainer.start(id);
 *   await agent(rollout);
 *   console.log((await rollout.close()).reward);
 * }
 */
export function connectTrainer(url: string, token: string): Trainer {
  const ask = async (method: string, path: string, body?: JsonObject): Promise<Answer> =>
    send(method, `${url}${path}`, body, { authorization: `Bearer ${token}` });
  return {
    episodes: async (filter = {}) => {
      const query = new URLSearchParams(
        Object.entries(filter).map(([name, value]): [string, string] => [name, String(value)]),
      );
      return (sound(await ask('GET', `/episodes?${query}`))['episodes'] ?? []) as unknown as readonly TrainerRow[];
    },
    start: async (episode, { trial, signal } = {}) => {
      for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
        const answer = await ask('POST', '/rollouts', { episode, ...(trial === undefined ? {} : { trial }) });
        if (answer.status !== FULL) return remoteRollout(sound(answer) as unknown as Started, ask);
        await new Promise((resolve) => setTimeout(resolve, pause));
        signal?.throwIfAborted();
      }
    },
  };
}

const FULL = 503;
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

interface Started extends AgentView {
  readonly control: string;
}

type Ask = (method: string, path: string, body?: JsonObject) => Promise<Answer>;

function remoteRollout({ control, ...view }: Started, ask: Ask): RemoteRollout {
  const stopping = new AbortController();
  const over = (): void => stopping.abort(new Error('The rollout is over.'));
  const act = async (action: string, body: JsonObject): Promise<JsonObject> => {
    const answer = await send('POST', `${control}/${action}`, body, {});
    if (answer.status === GONE) over();
    return sound(answer);
  };
  return {
    ...view,
    signal: stopping.signal,
    fetch: globalThis.fetch,
    call: async (name, args = {}) => (await act('call', { name, arguments: args })) as unknown as ToolResult,
    wait: async (seconds) => void (await act('wait', { seconds })),
    say: async (text) => String((await act('say', { text }))['reply']),
    report: async (reason, evidence = []) => (void (await act('report', { reason, evidence: [...evidence] })), over()),
    finish: async (answer) => (void (await act('finish', answer === undefined ? {} : { answer })), over()),
    close: async (answer) => {
      over();
      const ended = await ask('POST', `/rollouts/${view.id}/finish`, answer === undefined ? {} : { answer });
      return sound(ended) as unknown as Verdict;
    },
    drop: async () => {
      over();
      await ask('DELETE', `/rollouts/${view.id}`);
    },
  };
}

const GONE = 410;

interface Answer {
  readonly status: number;
  readonly body: JsonObject;
}

async function send(
  method: string,
  url: string,
  body: JsonObject | undefined,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as JsonObject };
}

function sound({ status, body }: Answer): JsonObject {
  if (status < 300) return body;
  throw new Error(`The trainer's server answered ${status}: ${String(body['message'] ?? body['error'] ?? '')}`);
}
