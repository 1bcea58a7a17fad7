/** First two passes: templates and selecting fields, then facts of each operation. */
import { addAuthEvidence } from '../auth/add-auth-evidence.ts';
import { createAuthEvidence, type AuthEvidence } from '../auth/auth-evidence.ts';
import { addCallNumberEvidence, callNumbersOf, type CallNumberEvidence } from '../paths/call-numbers.ts';
import { callOf, type Call, type CallReader } from './call.ts';
import { addDiscriminatorEvidence, discriminatorsOf, type DiscriminatorEvidence } from '../paths/discriminators.ts';
import type { Expansion } from '../../model/expansion.ts';
import type { Layout } from '../paths/layout.ts';
import type { Exchange } from './exchange.ts';
import { addFacts, createFacts, type Facts } from './facts.ts';
import { addPath, isTelling, type PathEvidence } from '../paths/path-evidence.ts';
import { collapsePaths, type PathOverrides } from '../paths/path-templates.ts';
import { addExpansionEvidence, closed, expansionsOf, knownExpansions, type ExpansionEvidence } from './expansions.ts';
import type { SessionExchange } from './read-sessions.ts';
import { SeenBySession } from './seen-values.ts';
import { createRouter } from '../paths/router.ts';
import { addSuccessEvidence, successRuleOf, type SuccessEvidence } from './success-rule.ts';
import { addFollow, type Follows } from '../trace/workflow.ts';

export interface Survey {
  /** The recording again, with opened references closed. */
  readonly read: () => Iterable<SessionExchange>;
  /** Parameters that open references, once it is known whose records there are. */
  readonly expansions: (layout: Layout) => readonly Expansion[];
  readonly reader: CallReader;
  readonly facts: Facts;
  readonly auth: AuthEvidence;
  readonly follows: Follows;
  readonly ambiguous: readonly string[];
  readonly origins: readonly string[];
  readonly endAt: number;
  /** Shares of statuses and network errors over all calls. */
  readonly counts: ReadonlyMap<string, number>;
  readonly calls: number;
  /** By origin: keys whose numbers are beyond 2^53. */
  readonly bigIntegers: ReadonlyMap<string, ReadonlySet<string>>;
  /** Refusals of paths and methods that no operation stands for, bounded. */
  readonly unrouted: readonly Exchange[];
}

export function survey(read: () => Iterable<SessionExchange>, overrides: PathOverrides): Survey {
  const paths: PathEvidence = { roots: new Map(), literals: new Set(overrides.literal) };
  const discriminators: DiscriminatorEvidence = { places: new Map() };
  const numbers: CallNumberEvidence = { places: new Map() };
  const successes: SuccessEvidence = { fields: new Map() };
  const opening: ExpansionEvidence = new Map();
  const seen = new SeenBySession();
  const origins = new Set<string>();
  for (const { session, exchange } of read()) {
    origins.add(exchange.origin);
    if (isTelling(paths, exchange)) {
      addPath(paths, exchange, seen.of(session));
      addDiscriminatorEvidence(discriminators, exchange);
      addCallNumberEvidence(numbers, exchange);
      addSuccessEvidence(successes, exchange);
      addExpansionEvidence(opening, exchange);
    }
    seen.add(session, exchange);
  }
  const tree = collapsePaths(paths, overrides);
  const selecting = discriminatorsOf(discriminators);
  const reader: CallReader = {
    router: createRouter(tree),
    discriminators: selecting,
    numbers: callNumbersOf(numbers, (place) => selecting.has(place)),
    succeeded: successRuleOf(successes),
  };
  const known = knownExpansions(opening, read);
  const readClosed = function* (): Iterable<SessionExchange> {
    for (const { session, exchange } of read()) yield { session, exchange: closed(exchange, known) };
  };
  return {
    ...gather(known.length === 0 ? read : readClosed, reader, [...origins], tree.ambiguous),
    expansions: (layout) => expansionsOf(known, opening, layout),
  };
}

function gather(
  read: () => Iterable<SessionExchange>,
  reader: CallReader,
  origins: readonly string[],
  ambiguous: readonly string[],
): Omit<Survey, 'expansions'> {
  const facts = createFacts();
  const auth = createAuthEvidence();
  const follows: Follows = new Map();
  const last = new Map<number, string>();
  const counts = new Map<string, number>();
  const unrouted: Exchange[] = [];
  const bigIntegers = new Map<string, Set<string>>();
  let tick = 0;
  let endAt = 0;
  for (const { session, exchange } of read()) {
    endAt = Math.max(endAt, exchange.at + (exchange.latency ?? 0));
    const kind = exchange.status === null ? 'network' : `status:${exchange.status}`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const call = routedCall(reader, exchange, session, tick++);
    if (call === null) {
      if (unrouted.length < 200 && isUnknownPath(reader, exchange)) unrouted.push(exchange);
      continue;
    }
    for (const key of exchange.bigIntegers)
      bigIntegers.set(exchange.origin, (bigIntegers.get(exchange.origin) ?? new Set()).add(key));
    addFacts(facts, call);
    addAuthEvidence(auth, call);
    const before = last.get(session);
    if (before !== undefined) addFollow(follows, before, call.operation);
    last.set(session, call.operation);
  }
  return {
    read,
    reader,
    facts,
    auth,
    follows,
    ambiguous,
    origins,
    endAt: Math.ceil(endAt),
    counts,
    calls: tick,
    unrouted,
    bigIntegers,
  };
}

/** The call, if its operation is one that the API was seen to have. */
export function routedCall(reader: CallReader, exchange: Exchange, session: number, tick: number): Call | null {
  const call = callOf(reader, exchange, session, tick);
  return call === null || !call.template.methods.has(exchange.method) ? null : call;
}

/** A refusal that speaks of the path or method, not of a record below a known path. */
function isUnknownPath(reader: CallReader, exchange: Exchange): boolean {
  const match = reader.router.match(exchange.origin, exchange.segments);
  return exchange.status === 405 || match === null || match.template.methods.size === 0;
}
