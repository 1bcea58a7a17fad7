import { randomBytes } from 'node:crypto';
import type { EpisodeRun } from '../model/rollout.ts';
import { control } from './control.ts';
import { serveJson, type JsonAnswer, type JsonRequest, type JsonServer } from './json-server.ts';

interface Entry {
  readonly run: EpisodeRun;
  readonly onAct: () => void;
}

/** The control channels of many rollouts on one port. Who knows a channel's URL may use it: the token is part of it. */
export class ControlHub {
  readonly #entries = new Map<string, Entry>();
  #server: JsonServer | null = null;

  static async open(): Promise<ControlHub> {
    const hub = new ControlHub();
    hub.#server = await serveJson((request) => hub.#handle(request));
    return hub;
  }

  /** @param onAct told after each request on the channel */
  add(run: EpisodeRun, onAct: () => void): { readonly url: string; readonly remove: () => void } {
    const token = randomBytes(18).toString('base64url');
    this.#entries.set(token, { run, onAct });
    return { url: `${this.#server?.url ?? ''}/${token}`, remove: () => void this.#entries.delete(token) };
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  #handle({ method, path, body }: JsonRequest): JsonAnswer {
    const [, token = '', action = ''] = path.split('/');
    const entry = this.#entries.get(token);
    if (entry === undefined) return { status: 404, body: { error: 'no_such_rollout' } };
    if (method !== 'POST') return { status: 405, body: { error: 'post_only' } };
    const answer = control(entry.run, action, body);
    entry.onAct();
    return answer;
  }
}
