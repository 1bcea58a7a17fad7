import { randomBytes } from 'node:crypto';
import type { Episode } from '../model/episode.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { Judge, Rollout, StartEpisode } from '../model/rollout.ts';
import type { Verdict } from '../model/verdict.ts';
import type { ControlHub } from './control-hub.ts';
import type { JsonAnswer, JsonRequest } from './json-server.ts';
import { openRollout, type LiveRollout } from './live-rollout.ts';
import { rolloutId, rolloutSeed } from './pool.ts';

export interface TrainerDeskOptions {
  readonly ids: (filter: {
    readonly split?: string;
    readonly family?: string;
    readonly limit?: number;
  }) => readonly string[];
  /** Null where there is none of that name. */
  readonly episode: (id: string) => Episode | null;
  readonly start: StartEpisode;
  readonly judge: Judge;
  readonly onRollout: (episode: Episode, rollout: Rollout) => void;
  /** What has been kept of earlier rollouts, none of which is played again; null where nothing is kept. */
  readonly kept: KeptRollouts | null;
  /** Rollouts open at once; more get 503. */
  readonly max: number;
  /** Real milliseconds without any request, after which a rollout is ended. */
  readonly idleMs: number;
}

export interface KeptRollouts {
  /** The highest trial of an episode that is kept; 0 where there is none. */
  lastTrial(episode: string): number;
  /** Null where that trial is not kept. */
  verdict(episode: string, trial: number): Verdict | null;
}

interface Open {
  readonly id: string;
  readonly episode: Episode;
  readonly trial: number;
  readonly live: LiveRollout;
  touched: number;
}

/** Verdicts that can be asked for again; the oldest go first, so that a server can run for weeks. */
const KEPT_VERDICTS = 2_000;

/** What a trainer asks for, answered: which rollouts are open, and what the others earned. */
export class TrainerDesk {
  readonly #options: TrainerDeskOptions;
  readonly #hub: ControlHub;
  readonly #open = new Map<string, Open>();
  readonly #verdicts = new Map<string, Verdict>();
  readonly #trials = new Map<string, number>();
  /** Opening takes a moment; what is being opened holds its place. */
  #opening = 0;

  constructor(options: TrainerDeskOptions, hub: ControlHub) {
    this.#options = options;
    this.#hub = hub;
  }

  async handle({ method, path, query, body }: JsonRequest): Promise<JsonAnswer> {
    const [, collection, id, action] = path.split('/');
    if (collection === 'episodes' && id === undefined && method === 'GET') return this.#rows(query);
    if (collection !== 'rollouts') return { status: 404, body: { error: 'not_found' } };
    if (id === undefined) return method === 'POST' ? this.#start(body) : { status: 405, body: { error: 'post_only' } };
    if (action === undefined && method === 'DELETE') return this.#delete(id);
    if (action === 'finish' && method === 'POST') return this.#finish(id, body['answer'] ?? null);
    if (action === 'verdict' && method === 'GET') return this.#verdictOf(id);
    return { status: 404, body: { error: 'not_found' } };
  }

  async expire(): Promise<void> {
    const now = performance.now();
    for (const open of [...this.#open.values()]) {
      if (now - open.touched < this.#options.idleMs) continue;
      open.live.run.fail('timeout', `Nothing came for ${this.#options.idleMs / 1000} s.`);
      await this.#end(open);
    }
  }

  /** What has ended is judged; what has not is as if it had never begun. */
  async close(): Promise<void> {
    await Promise.all(
      [...this.#open.values()].map(async (open) => {
        if (open.live.run.over) await this.#end(open);
        else await open.live.close();
      }),
    );
    this.#open.clear();
  }

  #rows(query: URLSearchParams): JsonAnswer {
    const split = query.get('split');
    const family = query.get('family');
    const limit = Number(query.get('limit') ?? Number.NaN);
    const ids = this.#options.ids({
      ...(split === null ? {} : { split }),
      ...(family === null ? {} : { family }),
      ...(Number.isInteger(limit) ? { limit } : {}),
    });
    const rows = ids.flatMap((id): JsonObject[] => {
      const episode = this.#options.episode(id);
      if (episode === null) return [];
      const { instruction, inputs, policy, split: part, family: kind, interface: by, task } = episode;
      return [
        {
          id,
          instruction,
          inputs,
          policy,
          workflow: task.workflow,
          task: task.id,
          interface: by,
          family: kind,
          split: part,
          budget: episode.limits.calls,
        },
      ];
    });
    return { status: 200, body: { episodes: rows } };
  }

  async #start({ episode: id, trial: wanted }: JsonObject): Promise<JsonAnswer> {
    const episode = typeof id === 'string' ? this.#options.episode(id) : null;
    if (episode === null)
      return {
        status: 404,
        body: {
          error: 'no_such_episode',
          message: `There is no episode ${JSON.stringify(id ?? null)}: GET /episodes lists them.`,
        },
      };
    if (wanted !== undefined && !(Number.isInteger(wanted) && Number(wanted) >= 1))
      return {
        status: 400,
        body: { error: 'bad_trial', message: 'trial is a whole number from 1; leave it out to count on.' },
      };
    if (this.#open.size + this.#opening >= this.#options.max)
      return {
        status: 503,
        body: {
          error: 'full',
          message: `${this.#options.max} rollouts are open. Finish or delete one, or start the server with a higher --max.`,
        },
      };
    const last = this.#trials.get(episode.id) ?? this.#options.kept?.lastTrial(episode.id) ?? 0;
    const trial = Number.isInteger(wanted) ? Number(wanted) : last + 1;
    const refusal = this.#refusal(episode.id, trial);
    if (refusal !== null) return refusal;
    this.#trials.set(episode.id, Math.max(trial, last));
    this.#opening++;
    try {
      return { status: 201, body: await this.#opened(episode, trial) };
    } finally {
      this.#opening--;
    }
  }

  /** Where rollouts are kept, each trial is played once. */
  #refusal(episode: string, trial: number): JsonAnswer | null {
    const { kept } = this.#options;
    if (kept === null) return null;
    const verdict = kept.verdict(episode, trial);
    if (verdict !== null)
      return { status: 409, body: { error: 'already_played', trial, verdict: verdict as unknown as Json } };
    const isOpen = [...this.#open.values()].some((open) => open.episode.id === episode && open.trial === trial);
    return isOpen ? { status: 409, body: { error: 'being_played', trial } } : null;
  }

  async #opened(episode: Episode, trial: number): Promise<JsonObject> {
    const run = this.#options.start(episode, { seed: rolloutSeed(episode, trial), maxCalls: null });
    const name = randomBytes(9).toString('base64url');
    const live = await openRollout(run, this.#hub, () => {
      const open = this.#open.get(name);
      if (open !== undefined) open.touched = performance.now();
    });
    this.#open.set(name, { id: name, episode, trial, live, touched: performance.now() });
    const { instruction, inputs, workflow, policy, baseUrls, credentials, tools, timeoutMs } = live.view;
    return {
      id: name,
      instruction,
      inputs,
      workflow,
      policy,
      baseUrls,
      credentials: credentials as unknown as Json,
      tools: tools as unknown as Json,
      timeoutMs,
      control: live.controlUrl,
    };
  }

  async #finish(id: string, answer: Json): Promise<JsonAnswer> {
    const open = this.#open.get(id);
    if (open === undefined) return this.#verdictOf(id);
    open.live.run.finish(answer);
    return asAnswer(await this.#end(open));
  }

  async #verdictOf(id: string): Promise<JsonAnswer> {
    const open = this.#open.get(id);
    if (open !== undefined && !open.live.run.over) return { status: 409, body: { error: 'not_over' } };
    const verdict = open === undefined ? this.#verdicts.get(id) : await this.#end(open);
    return verdict === undefined ? { status: 404, body: { error: 'no_such_rollout' } } : asAnswer(verdict);
  }

  async #delete(id: string): Promise<JsonAnswer> {
    const open = this.#open.get(id);
    this.#open.delete(id);
    const known = this.#verdicts.delete(id) || open !== undefined;
    await open?.live.close();
    return known ? { status: 200, body: {} } : { status: 404, body: { error: 'no_such_rollout' } };
  }

  /** Judged once; its ports are free again. */
  async #end({ id, episode, trial, live }: Open): Promise<Verdict> {
    const known = this.#verdicts.get(id);
    if (known !== undefined) return known;
    const trajectory = live.run.trajectory();
    const verdict = this.#options.judge(episode, trajectory);
    this.#verdicts.set(id, verdict);
    this.#open.delete(id);
    const [oldest] = this.#verdicts.keys();
    if (this.#verdicts.size > KEPT_VERDICTS && oldest !== undefined) this.#verdicts.delete(oldest);
    this.#options.onRollout(episode, {
      id: rolloutId(episode.id, trial),
      episode: episode.id,
      trial,
      trajectory,
      verdict,
    });
    await live.close();
    return verdict;
  }
}

function asAnswer(verdict: Verdict): JsonAnswer {
  return { status: 200, body: verdict as unknown as Json };
}
