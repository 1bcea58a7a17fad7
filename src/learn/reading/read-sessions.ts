/** Sessions as one stream of decoded exchanges in time order; overlapping sessions are merged, small recordings decoded once. */
import type { Session } from '../../model/recording.ts';
import { exchangeOf, type Exchange } from './exchange.ts';

export interface SessionExchange {
  readonly session: number;
  readonly exchange: Exchange;
}

const CACHE_LIMIT = 20_000;
const GROUP_LIMIT = 2000;

/** A function that streams the recording; call it once a pass. */
export function createReader(sessions: () => Iterable<Session>): () => Iterable<SessionExchange> {
  let cache: SessionExchange[] | null = null;
  return function* read() {
    if (cache !== null) {
      yield* cache;
      return;
    }
    const kept: SessionExchange[] = [];
    let fits = true;
    for (const item of merged(sessions())) {
      if (fits) kept.push(item);
      if (kept.length > CACHE_LIMIT) {
        kept.length = 0;
        fits = false;
      }
      yield item;
    }
    if (fits) cache = kept;
  };
}

function* merged(sessions: Iterable<Session>): Generator<SessionExchange> {
  let group: { readonly index: number; readonly session: Session }[] = [];
  let end = -Infinity;
  let index = 0;
  for (const session of sessions) {
    const first = session.interactions[0]?.timing.requestAt ?? session.startedAt;
    if (group.length > 0 && (first > end || group.length >= GROUP_LIMIT)) {
      yield* flush(group);
      group = [];
      end = -Infinity;
    }
    group.push({ index: index++, session });
    end = Math.max(end, session.interactions.at(-1)?.timing.requestAt ?? first);
  }
  yield* flush(group);
}

function* flush(group: readonly { readonly index: number; readonly session: Session }[]): Generator<SessionExchange> {
  const [only] = group;
  if (group.length === 1 && only !== undefined) {
    for (const interaction of only.session.interactions)
      yield { session: only.index, exchange: exchangeOf(interaction) };
    return;
  }
  const items = group.flatMap(({ index, session }) => {
    let latest = -Infinity;
    return session.interactions.map((interaction) => {
      latest = Math.max(latest, interaction.timing.requestAt);
      return { at: latest, index, interaction };
    });
  });
  items.sort((a, b) => a.at - b.at || a.index - b.index || a.interaction.seq - b.interaction.seq);
  for (const { index, interaction } of items) yield { session: index, exchange: exchangeOf(interaction) };
}
