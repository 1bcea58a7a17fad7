import type { Agent } from 'node:http';
import type { HeaderList } from '../../model/http.ts';
import type { BodySink } from '../sessions/recorder.ts';
import type { Arrival, Place } from '../sessions/session-book.ts';
import type { BodyBudget } from './body-tap.ts';
import type { CaptureClock } from './capture-clock.ts';
import type { CommitQueue } from './commit-queue.ts';
import type { ProxyLimits } from './limits.ts';
import type { Upstream } from './upstream.ts';

/** What every exchange of one proxy shares. */
export interface ProxyContext {
  readonly limits: ProxyLimits;
  readonly clock: CaptureClock;
  readonly queue: CommitQueue;
  readonly budget: BodyBudget;
  /** Upstream origin -> local URL. */
  readonly localUrls: ReadonlyMap<string, string>;
  readonly arrive: (arrival: Arrival) => Place;
  /** Whether `X-Offscript-At` is believed. */
  readonly trustTime: boolean;
  /** Answers still owed to a client: how to break off each. */
  readonly running: Set<() => void>;
  /** Where bodies go that memory does not hold; null where there is no such place (now). */
  readonly openBody: (headers: HeaderList, target: string) => BodySink | null;
  /** Exchanges that are over but for a large body on its way into the file. */
  readonly finishing: Set<Promise<void>>;
}

/** Where one local port leads. */
export interface Route {
  readonly upstream: Upstream;
  readonly agent: Agent;
}
