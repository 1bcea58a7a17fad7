import type { Agent, AgentEpisode } from '../../../src/model/agent.ts';

/** An answer as an agent may meddle with it. */
export interface Sent {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What a bug may do beside the agent it lives in. */
export interface Meddler {
  /** Sends a request of its own, or the agent's, changed or not. */
  send(request: Sent): Promise<Response>;
  /** The step that comes next is the one to blame. */
  blameNext(): void;
  /** The step that came last is the one to blame. */
  blameLast(): void;
  readonly episode: AgentEpisode;
}

export interface Meddling {
  /** Instead of sending; null: as it is. */
  readonly fetch?: (request: Sent, meddler: Meddler) => Promise<Response> | null;
  readonly wait?: (seconds: number, meddler: Meddler) => Promise<void>;
  readonly finish?: (answer: Parameters<AgentEpisode['finish']>[0], meddler: Meddler) => Promise<void>;
  /** Before the agent does anything; true where it then has nothing more to do. */
  readonly begin?: (meddler: Meddler) => Promise<boolean>;
}

/** A sound agent with a bug planted into it, that remembers which of its steps was the first wrong one. */
export function plant(
  agent: Agent,
  make: () => Meddling,
): { readonly agent: Agent; readonly blamed: () => number | null } {
  let blamed: number | null = null;
  const planted: Agent = async (episode) => {
    const meddling = make();
    let steps = 0;
    const stepping = <T>(act: () => Promise<T>): Promise<T> => {
      steps++;
      return act();
    };
    const counted: AgentEpisode = {
      ...episode,
      fetch: (input, init) => stepping(() => episode.fetch(input, init)),
      wait: (seconds) => stepping(() => episode.wait(seconds)),
      say: (text) => stepping(() => episode.say(text)),
      report: (reason, evidence) => stepping(() => episode.report(reason, evidence)),
      finish: (answer) => stepping(() => episode.finish(answer)),
    };
    const meddler: Meddler = {
      episode: counted,
      send: ({ url, method, headers, body }) => counted.fetch(url, { method, headers, ...(body !== null && { body }) }),
      blameNext: () => void (blamed ??= steps),
      blameLast: () => void (blamed ??= steps - 1),
    };
    if ((await meddling.begin?.(meddler)) === true) return;
    await agent({
      ...counted,
      fetch: (input, init) => meddling.fetch?.(sentOf(input, init), meddler) ?? counted.fetch(input, init),
      wait: (seconds) => meddling.wait?.(seconds, meddler) ?? counted.wait(seconds),
      finish: (answer) => meddling.finish?.(answer, meddler) ?? counted.finish(answer),
    });
  };
  return { agent: planted, blamed: () => blamed };
}

function sentOf(input: Parameters<typeof fetch>[0], init: Parameters<typeof fetch>[1]): Sent {
  return {
    url: new URL(input instanceof Request ? input.url : input),
    method: init?.method ?? 'GET',
    headers: Object.fromEntries(new Headers(init?.headers)),
    body: typeof init?.body === 'string' ? init.body : null,
  };
}
