import type { Json } from './json.ts';

/** What a mutation is: data. The code behind `mutator` says what it does. */
export interface Mutation {
  /** `family/name`: the mutator's id and its path. */
  readonly mutator: string;
  readonly target: Json;
  readonly params: Json;
}

/** One to three mutations with disjoint footprints; empty is the neutral world. */
export type Plan = readonly Mutation[];

export const FAMILIES = ['data', 'workflow', 'system', 'session', 'latency', 'drift', 'adversarial'] as const;
export type Family = (typeof FAMILIES)[number];

/** What everybody may know of a mutator. */
export interface MutatorFacts {
  readonly id: string;
  readonly family: Family;
  readonly summary: string;
  readonly visibility: 'explicit' | 'implicit';
  readonly duration: 'transient' | 'permanent';
  readonly benign: boolean;
}
