import { sha256 } from '../model/digest.ts';
import type { Episode } from '../model/episode.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import { goalSignature } from './goal-signature.ts';
import { entitiesOf, workflowOf, type SplitBy } from './splitter.ts';

/** How many values of a kind lie in more than one split. */
export interface SplitOverlap {
  readonly goals: number;
  readonly entities: number;
  /** Whole episodes: instruction, goal, world and interface. */
  readonly contents: number;
  /** Of what the set was split by: 0. */
  readonly key: number;
}

/** Counts, episode by episode, what more than one split holds. */
export class OverlapCount {
  readonly #by: SplitBy;
  readonly #startedAt: ReadonlyMap<string, number>;
  readonly #seen = new Map<keyof SplitOverlap, Map<string, Set<string>>>();

  constructor(by: SplitBy, startedAt: ReadonlyMap<string, number>) {
    this.#by = by;
    this.#startedAt = startedAt;
  }

  add({ task, split, mutators, instruction, goal, patches, interface: iface }: Episode): void {
    this.#see('goals', goalSignature(task), split);
    for (const key of entitiesOf(task)) this.#see('entities', key, split);
    const content = { instruction, goal, patches, interface: iface } as unknown as Json;
    this.#see('contents', sha256(canonicalJson(content)), split);
    const keys = {
      workflow: () => [workflowOf(task)],
      session: () => [task.session],
      entity: () => entitiesOf(task),
      time: () => [String(this.#startedAt.get(task.session) ?? 0)],
      family: () => (mutators.length === 0 ? ['neutral'] : mutators.map(({ family }) => family)),
    } as const satisfies Record<SplitBy, () => readonly string[]>;
    for (const key of keys[this.#by]()) this.#see('key', key, split);
  }

  result(): SplitOverlap {
    const shared = (kind: keyof SplitOverlap): number =>
      [...(this.#seen.get(kind)?.values() ?? [])].filter(({ size }) => size > 1).length;
    return {
      goals: shared('goals'),
      entities: shared('entities'),
      contents: shared('contents'),
      key: shared('key'),
    };
  }

  #see(kind: keyof SplitOverlap, value: string, split: string): void {
    const values = this.#seen.get(kind) ?? new Map<string, Set<string>>();
    this.#seen.set(kind, values);
    const splits = values.get(value) ?? new Set<string>();
    values.set(value, splits);
    splits.add(split);
  }
}
