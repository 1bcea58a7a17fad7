/** What a route gets and gives. */
import type { Agent } from './model.ts';
import type { Auth } from './auth.ts';
import type { HelpdeskState } from './state.ts';

export interface Exchange {
  readonly state: HelpdeskState;
  readonly auth: Auth;
  readonly now: number;
  readonly agent: Agent;
  /** Path and query as sent, for Link headers. */
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** JSON object or decoded form; `{}` when no body was sent. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: string;
  /** `:name` marks a parameter. Literal siblings (`/agents/me`) stand before parameters. */
  readonly path: string;
  /** Needs no access token. */
  readonly open?: boolean;
  readonly handle: (exchange: Exchange) => Reply;
}
