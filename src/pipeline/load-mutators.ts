import { existsSync } from 'node:fs';
import { register } from 'node:module';
import { resolve } from 'node:path';
import { CATALOGUE } from '../../mutators/index.ts';
import { ContentError, EnvironmentError } from '../errors.ts';
import { FAMILIES } from '../model/plan.ts';
import { brokenLaw, type LawFixture } from '../mutate/broken-law.ts';
import type { AnyMutator } from '../mutate/mutator.ts';
import { importModule } from '../replay/import-module.ts';

const EXAMPLE =
  "import { defineMutator } from 'offscript/kit'; export const myMutator = defineMutator({ id: 'data/my-mutator', ... })";

/**
 * The catalogue, with the mutators of modules added to it: every export made by `defineMutator`.
 *
 * @throws EnvironmentError where there is no such file
 * @throws ContentError where it does not load, exports no mutator, breaks a law, or takes an id that is taken
 */
export async function catalogueWith(paths: readonly string[]): Promise<readonly AnyMutator[]> {
  if (paths.length > 0) offerTheKit();
  const catalogue: AnyMutator[] = [...CATALOGUE];
  for (const path of paths) {
    for (const mutator of await mutatorsIn(path)) {
      if (catalogue.some(({ id }) => id === mutator.id))
        throw new ContentError(
          'OFFSCRIPT_MUTATOR_TAKEN',
          `${path} defines "${mutator.id}", and that id is taken.`,
          'Give it another name behind its family. What is taken: offscript mutators',
        );
      catalogue.push(mutator);
    }
  }
  return catalogue;
}

/**
 * Holds mutators that are not ours to the laws that only running them shows.
 *
 * @throws ContentError that names the broken law
 */
export function obeyTheLaws(mutators: readonly AnyMutator[], fixture: LawFixture): void {
  for (const mutator of mutators) {
    if (CATALOGUE.includes(mutator)) continue;
    const broken = brokenLaw(mutator, fixture);
    if (broken !== null) throw lawless(`The mutator "${mutator.id}" breaks a law: ${broken}.`);
  }
}

async function mutatorsIn(path: string): Promise<readonly AnyMutator[]> {
  const file = resolve(path);
  if (!existsSync(file))
    throw new EnvironmentError(
      'OFFSCRIPT_NO_MUTATOR',
      `There is no mutator module ${path}.`,
      'Check the path given with --use.',
    );
  const module = await importModule(file, 'OFFSCRIPT_MUTATOR_BROKEN').catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    throw message.includes('breaks a law') ? lawless(message) : error;
  });
  const found = [...new Set(Object.values(module).flat())].filter(isMutator);
  if (found.length === 0)
    throw new ContentError(
      'OFFSCRIPT_NO_MUTATOR_EXPORTED',
      `${path} exports no mutator${namesOf(module)}.`,
      `Export what defineMutator makes: ${EXAMPLE}`,
    );
  return found;
}

function namesOf(module: object): string {
  const names = Object.keys(module);
  return names.length === 0 ? ': it exports nothing' : `: ${names.join(', ')} is not made by defineMutator`;
}

function lawless(message: string): ContentError {
  return new ContentError(
    'OFFSCRIPT_MUTATOR_LAWLESS',
    message,
    'Correct the mutator; what each part promises is said in the types of offscript/kit.',
  );
}

function isMutator(value: unknown): value is AnyMutator {
  const { id, family, targets, apply, footprint, explain } = (value ?? {}) as Partial<AnyMutator>;
  return (
    typeof id === 'string' &&
    FAMILIES.some((known) => known === family) &&
    [targets, apply, footprint, explain].every((part) => typeof part === 'function')
  );
}

let offered = false;

/** `offscript/kit` is found from anywhere: where the module's project has no offscript, it is this one. */
function offerTheKit(): void {
  if (offered || !import.meta.url.endsWith('.js')) return;
  offered = true;
  const kit = new URL('../kit.js', import.meta.url).href;
  const hook = `export const resolve = (name, context, next) => name !== 'offscript/kit' ? next(name, context)
    : Promise.resolve(next(name, context)).catch(() => ({ url: ${JSON.stringify(kit)}, shortCircuit: true }));`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
}
