/** The behaviour edits of a world while it runs: what each has seen and done so far. */
import type { Turn } from '../compiled.ts';
import type { DeliveredFault, FaultPatch, WorldPatch } from '../../model/world.ts';
import { matchesRequest } from '../request/matches-request.ts';

export type Behaviour = Exclude<WorldPatch, { p: 'put' | 'set' | 'remove' | 'view' | 'token-life' | 'moved' }>;

/** A behaviour edit that is about the request at hand. */
export interface Hit {
  readonly index: number;
  readonly patch: Behaviour;
  /** How many such requests came before. */
  readonly nth: number;
}

export class Rules {
  #patches: readonly { readonly index: number; readonly patch: Behaviour }[];
  #seen = new Map<number, number>();
  #fired = new Map<number, number>();
  #windows = new Map<number, number>();
  #delivered: DeliveredFault[] = [];

  constructor(patches: readonly WorldPatch[]) {
    this.#patches = patches.flatMap((patch, index) => (isBehaviour(patch) ? [{ index, patch }] : []));
  }

  fork(): Rules {
    const copy = new Rules([]);
    copy.#patches = this.#patches;
    copy.#seen = new Map(this.#seen);
    copy.#fired = new Map(this.#fired);
    copy.#windows = new Map(this.#windows);
    copy.#delivered = [...this.#delivered];
    return copy;
  }

  get isEmpty(): boolean {
    return this.#patches.length === 0;
  }

  get all(): readonly { readonly index: number; readonly patch: Behaviour }[] {
    return this.#patches;
  }

  /** Counts the request for every edit that is about it. */
  hits(turn: Turn): readonly Hit[] {
    const hits: Hit[] = [];
    for (const { index, patch } of this.#patches) {
      const match = patch.p === 'actor' ? patch.before : patch.match;
      if (match === null || !matchesRequest(match, turn)) continue;
      const nth = this.#seen.get(index) ?? 0;
      this.#seen.set(index, nth + 1);
      hits.push({ index, patch, nth });
    }
    return hits;
  }

  fired(index: number): number {
    return this.#fired.get(index) ?? 0;
  }

  fire(index: number, what: string, turn: Turn): void {
    this.#fired.set(index, this.fired(index) + 1);
    this.#delivered.push({ patch: index, request: turn.step, at: turn.at, what });
  }

  /** Whether a fault is due: not before its turn, and not more often than asked. */
  isDue({ index, nth }: Hit, { from, count }: FaultPatch): boolean {
    return nth >= from && (count === null || this.fired(index) < count);
  }

  /** World time until which a quota stays used up. */
  windowEnd(index: number): number {
    return this.#windows.get(index) ?? -Infinity;
  }

  openWindow(index: number, until: number): void {
    this.#windows.set(index, until);
  }

  /** Refusals inside an open window are delivered, but use up no further count. */
  note(index: number, what: string, turn: Turn): void {
    this.#delivered.push({ patch: index, request: turn.step, at: turn.at, what });
  }

  delivered(): readonly DeliveredFault[] {
    return this.#delivered;
  }
}

function isBehaviour(patch: WorldPatch): patch is Behaviour {
  return (
    patch.p !== 'put' &&
    patch.p !== 'set' &&
    patch.p !== 'remove' &&
    patch.p !== 'view' &&
    patch.p !== 'token-life' &&
    patch.p !== 'moved'
  );
}
