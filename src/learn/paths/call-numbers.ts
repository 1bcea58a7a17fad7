/**
 * Numbers that calls of one endpoint carry only to tell answers apart (`id` of JSON-RPC): sent with nearly every call
 * and repeated at one place of every answer, whatever was asked and however it went. They name no record.
 */
import { isObject } from '../../model/json.ts';
import { placeKey } from './discriminators.ts';
import type { Exchange } from '../reading/exchange.ts';

/** A field at the top of the request, and the one at the top of the answer that repeats it. */
export interface CallNumber {
  readonly sent: string;
  readonly answered: string;
}

export interface CallNumberEvidence {
  /** By `METHOD origin path`. */
  readonly places: Map<string, PlaceVotes>;
}

interface PlaceVotes {
  n: number;
  readonly pairs: Map<string, { readonly pair: CallNumber; sent: number; equal: number }>;
}

const MAX_PAIRS = 60;

export function addCallNumberEvidence(evidence: CallNumberEvidence, exchange: Exchange): void {
  const { body, answer } = exchange;
  if (exchange.method !== 'POST' || !isObject(body) || !isObject(answer)) return;
  const key = placeKey(exchange);
  const place = evidence.places.get(key) ?? { n: 0, pairs: new Map() };
  evidence.places.set(key, place);
  place.n++;
  for (const [sent, value] of Object.entries(body)) {
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const partners = partnersOf(place, sent);
    for (const answered of partners.length === 0 ? Object.keys(answer) : partners)
      count(place, { sent, answered }, answer[answered] === value);
  }
}

/** By place: the call number of each endpoint that serves many operations. */
export function callNumbersOf(
  evidence: CallNumberEvidence,
  isShared: (place: string) => boolean,
): ReadonlyMap<string, CallNumber> {
  const found = new Map<string, CallNumber>();
  for (const [key, { n, pairs }] of evidence.places) {
    if (n < 3 || !isShared(key)) continue;
    const [best] = [...pairs.values()]
      .filter(({ sent, equal }) => sent >= n * 0.9 && equal >= sent * 0.98)
      .sort((a, b) => b.equal - a.equal);
    if (best !== undefined) found.set(key, best.pair);
  }
  return found;
}

function count(place: PlaceVotes, pair: CallNumber, isEqual: boolean): void {
  const text = JSON.stringify([pair.sent, pair.answered]);
  const votes = place.pairs.get(text) ?? { pair, sent: 0, equal: 0 };
  if (votes.sent === 0 && place.pairs.size >= MAX_PAIRS) return;
  place.pairs.set(text, votes);
  votes.sent++;
  if (isEqual) votes.equal++;
}

function partnersOf(place: PlaceVotes, sent: string): readonly string[] {
  return [...place.pairs.values()].flatMap(({ pair }) => (pair.sent === sent ? [pair.answered] : []));
}
