/**
 * Turns an API's scenarios into one endless stream with the promised mix: a share that has fallen below
 * its floor picks the next scenario, otherwise it is a writing one. Scenarios are short, so a write is always followed closely by the reads that show it.
 */
import type { ProbeAction, ProbeSource, ProbeView, SlotRef } from './probe.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';

export interface ProbeContext {
  readonly random: Random;
  /** ms since the stream began */
  now(): number;
  /** A handle no earlier probe used. */
  fresh(prefix: string): SlotRef & { readonly kind: 'handle' };
  isBound(handle: SlotRef): boolean;
  /** An item of the pool that no earlier call took; undefined once the pool is used up. */
  take<T>(pool: readonly T[]): T | undefined;
  /** A number that never repeats in this stream, for unique names and keys. */
  unique(): number;
}

export type Scenario = (
  context: ProbeContext,
) => Generator<Omit<ProbeAction, 'afterMs'> & { readonly afterMs?: number }>;

export interface ProbePlan {
  readonly writes: readonly Scenario[];
  readonly pages: readonly Scenario[];
  /** error branches the sessions show */
  readonly errors: readonly Scenario[];
  /** error branches they never show */
  readonly rareErrors: readonly Scenario[];
  /** run before each scenario: logins, refreshes */
  readonly before?: Scenario;
}

/** A little above the promised floors. `shown`: pages and filters together; `rare`: of the errors. */
const FLOORS = { error: 0.156, page: 0.018, shown: 0.106, rare: 0.37 } as const;

export function createProbeSource(seed: number, plan: ProbePlan): ProbeSource {
  const random = createRandom(seed * 40503 + 977); // not the stream that a server of the same seed draws ids from
  const taken = new Map<readonly unknown[], Set<unknown>>();
  let bindings: ProbeView['bindings'] = new Map();
  let names = 0;
  let clock = 0;
  const context: ProbeContext = {
    random,
    now: () => clock,
    fresh: (prefix) => ({ kind: 'handle', name: `${prefix}${++names}` }),
    isBound: (handle) => handle.kind === 'literal' || bindings.has(handle.name),
    take: (pool) => {
      const used = taken.get(pool) ?? new Set();
      taken.set(pool, used);
      const item = random.shuffle(pool).find((candidate) => !used.has(candidate));
      if (item !== undefined) used.add(item);
      return item;
    },
    unique: () => ++names,
  };
  const counts = { all: 0, error: 0, page: 0, shown: 0, rare: 0 };
  const queues = new Map<readonly Scenario[], Scenario[]>();
  const draw = (pool: readonly Scenario[]): Scenario => {
    let queue = queues.get(pool) ?? [];
    if (queue.length === 0) queue = [...random.shuffle(pool)];
    const scenario = queue.pop() as Scenario;
    queues.set(pool, queue);
    return scenario;
  };
  const pool = (): readonly Scenario[] => {
    const share = (count: number): number => count / Math.max(20, counts.all);
    if (counts.all < 10 || share(counts.error) >= FLOORS.error) {
      const enough = share(counts.page) >= FLOORS.page && share(counts.shown) >= FLOORS.shown;
      return counts.all < 10 || enough ? plan.writes : plan.pages;
    }
    return counts.rare <= FLOORS.rare * counts.error ? plan.rareErrors : plan.errors;
  };
  function* stream(): Generator<ProbeAction, never> {
    for (;;) {
      if (plan.before !== undefined) yield* timed(plan.before);
      yield* timed(draw(pool()));
    }
  }
  function* timed(scenario: Scenario): Generator<ProbeAction> {
    for (const action of scenario(context)) {
      const afterMs = action.afterMs ?? random.between(250, 2400);
      clock += afterMs;
      counts.all += action.class === 'auth' ? 0 : 1;
      counts.error += action.class === 'error' ? 1 : 0;
      counts.page += action.class === 'page' ? 1 : 0;
      counts.shown += action.class === 'page' || action.class === 'filter' ? 1 : 0;
      counts.rare += action.class === 'error' && !action.known ? 1 : 0;
      yield { ...action, afterMs };
    }
  }
  const actions = stream();
  return {
    next(view) {
      bindings = view.bindings;
      return actions.next().value;
    },
  };
}
