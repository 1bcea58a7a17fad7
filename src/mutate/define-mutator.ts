import { Arbitrary, record } from 'fast-check';
import type { BitePolicy } from '../model/episode.ts';
import { FAMILIES, type Family } from '../model/plan.ts';
import { CHECK_NAMES } from '../model/verdict.ts';
import type { AnyMutator, Mutator } from './mutator.ts';

type ParamsOf<Params> = Arbitrary<Params> | { readonly [Name in keyof Params]: Arbitrary<Params[Name]> };

/** What an author writes; the rest follows from it. */
export interface MutatorDefinition<Params, Target> {
  /** `family/name`: also its path. */
  readonly id: `${Family}/${string}`;
  readonly summary: string;
  readonly visibility: 'explicit' | 'implicit';
  readonly duration: 'transient' | 'permanent';
  /** The right reaction is to carry on as before: exempt from bite. */
  readonly benign?: boolean;
  /** The generic victim that falls for it, beside the other policies of `bite`. */
  readonly victim?: Extract<BitePolicy, { b: 'victim' }>['victim'];
  readonly bite?: readonly BitePolicy[];
  /** Why it is not offered on the tools interface, in a sentence; leave out where it is. */
  readonly httpOnly?: string;
  readonly rate?: string;
  readonly params?: ParamsOf<Params>;
  readonly neutral?: Params;
  readonly discriminates: Mutator['discriminates'];
  /** For mutators of drift: how a difference found by `diff` becomes this very mutation. */
  readonly like?: NonNullable<Mutator<Params, Target>['like']>;
  readonly targets: Mutator<Params, Target>['targets'];
  readonly footprint: Mutator<Params, Target>['footprint'];
  readonly apply: Mutator<Params, Target>['apply'];
  readonly explain: Mutator<Params, Target>['explain'];
}

/**
 * Makes a mutator of its definition and holds it to the laws that can be told by looking; the others are
 * told by running it (`itObeysTheMutatorLaws`).
 *
 * @throws Error that names the broken law
 */
export function defineMutator<Params, Target>(definition: MutatorDefinition<Params, Target>): AnyMutator {
  const { id, summary, visibility, duration, discriminates, targets, footprint, apply, explain } = definition;
  const [family, name, ...more] = id.split('/');
  const bite: readonly BitePolicy[] = [
    ...(definition.bite ?? []),
    ...(definition.victim === undefined ? [] : [{ b: 'victim', victim: definition.victim } as const]),
  ];
  const benign = definition.benign ?? false;
  law(id, FAMILIES.includes(family as Family), `its family "${family}" is one of ${FAMILIES.join(', ')}`);
  law(
    id,
    name !== undefined && more.length === 0 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name),
    'its id is family/kebab-case-name',
  );
  law(id, isOneLine(summary) && summary.endsWith('.'), 'its summary is one sentence on one line');
  law(id, benign || bite.length > 0, 'it names a policy that it bites, or is benign');
  law(id, !benign || bite.length === 0, 'a benign mutator bites nobody');
  law(
    id,
    definition.httpOnly === undefined || isOneLine(definition.httpOnly),
    'it says in one line why it is for http only',
  );
  law(id, discriminates.length > 0, 'it names a check that discriminates');
  for (const check of discriminates) law(id, CHECK_NAMES.includes(check), `"${check}" is a check`);
  const mutator: Mutator<Params, Target> = {
    id,
    family: family as Family,
    summary,
    visibility,
    duration,
    benign,
    params: arbitraryOf(definition.params),
    neutral: definition.neutral ?? null,
    discriminates,
    bite,
    httpOnly: definition.httpOnly ?? null,
    rate: definition.rate ?? null,
    like: definition.like ?? null,
    targets,
    footprint,
    apply,
    explain,
  };
  // Targets and params come back from JSON as what they were: the engine only ever hands a mutator its own.
  return Object.freeze(mutator) as unknown as AnyMutator;
}

function arbitraryOf<Params>(params: ParamsOf<Params> | undefined): Arbitrary<Params> {
  if (params instanceof Arbitrary) return params;
  return record((params ?? {}) as Record<string, Arbitrary<unknown>>, {
    noNullPrototype: true,
  }) as unknown as Arbitrary<Params>;
}

function isOneLine(text: string): boolean {
  return text.trim() !== '' && !text.includes('\n');
}

function law(id: string, holds: boolean, what: string): void {
  if (!holds) throw new Error(`The mutator "${id}" breaks a law: ${what}.`);
}
