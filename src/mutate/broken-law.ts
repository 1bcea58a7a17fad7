import { sample as drawn } from 'fast-check';
import type { EpisodeDraft } from '../model/episode.ts';
import { canonicalJson, jsonEquals, type Json } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { TaskSlice } from '../model/task-slice.ts';
import type { CreateDraft } from './create-draft.ts';
import { footprintsClash } from './footprints-clash.ts';
import type { AnyMutator } from './mutator.ts';
import type { MutatorContext } from './mutator-context.ts';
import { PlacedTask } from './placed-task.ts';

export interface LawFixture {
  readonly model: LearnedModel;
  readonly slices: readonly TaskSlice[];
  readonly createDraft: CreateDraft;
}

/** How many tasks, and places in each, are looked at. */
export interface LawSample {
  readonly tasks: number;
  readonly sites: number;
}

const A_FEW: LawSample = { tasks: 8, sites: 4 };
const MOST_TARGETS = 10_000;

/**
 * The first law that a mutator breaks on these tasks, as "its ...: what was seen"; null where all hold.
 * What it throws counts as a broken law too.
 */
export function brokenLaw(mutator: AnyMutator, fixture: LawFixture, sample = A_FEW): string | null {
  for (const slice of fixture.slices.slice(0, sample.tasks)) {
    try {
      const broken = brokenIn(mutator, fixture, slice, sample.sites);
      if (broken !== null) return broken;
    } catch (error) {
      return `it never throws: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return null;
}

function brokenIn(mutator: AnyMutator, fixture: LawFixture, slice: TaskSlice, sites: number): string | null {
  const placed = new PlacedTask(fixture.model, fixture.createDraft, slice);
  const { context } = placed;
  const applied = (target: Json, params: Json): EpisodeDraft =>
    placed.drafted([{ mutator: mutator.id, target, params }], 3, () => mutator);
  const given = canonicalJson(slice.task as unknown as Json);
  const targets: Json[] = [];
  for (const target of mutator.targets(context)) {
    if (targets.push(target) > MOST_TARGETS) return `it names a bounded number of targets: more than ${MOST_TARGETS}`;
  }
  for (const target of targets) {
    if (!isPlain(target)) return `its targets are plain JSON: ${String(target)}`;
  }
  if (!jsonEquals(targets, [...mutator.targets(new PlacedTask(fixture.model, fixture.createDraft, slice).context)]))
    return 'it finds the same targets again';
  for (const target of targets.slice(0, sites)) {
    const footprint = mutator.footprint(target, context);
    if (footprint.length === 0 || footprintsClash(footprint, footprint) === null)
      return `its footprint names what it lays hands on: ${JSON.stringify(footprint)}`;
    for (const params of new Set([null, mutator.neutral])) {
      if (changesSomething(applied(target, params)))
        return `its neutral parameters change nothing: ${JSON.stringify(params)}`;
    }
    for (const params of drawn(mutator.params, { numRuns: 3, seed: 1 })) {
      if (!isPlain(params)) return `its parameters are plain JSON: ${String(params)}`;
      const draft = applied(target, params);
      const broken = brokenBy(draft, context, `${JSON.stringify(target)} with ${JSON.stringify(params)}`);
      if (broken !== null) return broken;
      if (!sameDraft(draft, applied(target, params))) return 'it makes the same of the same target and parameters';
    }
  }
  return canonicalJson(slice.task as unknown as Json) === given ? null : 'it leaves what it is given untouched';
}

function brokenBy(draft: EpisodeDraft, context: MutatorContext, where: string): string | null {
  if (!changesSomething(draft)) return `it changes something wherever it applies: nothing at ${where}`;
  const [applied] = draft.mutators;
  if (applied === undefined || applied.explain.trim() === '' || applied.explain.includes('\n'))
    return `it explains itself on one line: ${JSON.stringify(applied?.explain)}`;
  const known = new Set(context.calls.map(({ operation }) => operation.id));
  const stray = applied.operations.find((operation) => !known.has(operation));
  if (stray !== undefined) return `it stays inside what the oracle touches: operation ${stray} at ${where}`;
  const made = new Set(draft.patches.flatMap((patch) => (patch.p === 'put' ? [patch.entity.key] : [])));
  const strange = applied.keys.find((key) => !context.touched.has(key) && !made.has(key));
  if (strange !== undefined) return `it stays inside what the oracle touches: record ${strange} at ${where}`;
  for (const [name, value] of Object.entries(draft.inputs ?? {})) {
    if (!(draft.instruction ?? draft.task.instruction).includes(String(value)))
      return `it tells every input in the instruction, word for word: ${name} = ${String(value)}`;
  }
  for (const atom of draft.goal ?? []) {
    if (atom.kind === 'report' && atom.evidence.length === 0) return `it wants reports that can be shown: at ${where}`;
  }
  if (draft.goal?.length === 0) return `it leaves a goal: none at ${where}`;
  return null;
}

function changesSomething(draft: EpisodeDraft): boolean {
  const { patches, oracle, hostile, mustNot, instruction, inputs, goal, user } = draft;
  return (
    [patches, oracle, hostile, mustNot].some(({ length }) => length > 0) ||
    [instruction, inputs, goal, user].some((part) => part !== null)
  );
}

function isPlain(value: Json): boolean {
  return value !== undefined && jsonEquals(JSON.parse(JSON.stringify(value)) as Json, value);
}

function sameDraft(left: EpisodeDraft, right: EpisodeDraft): boolean {
  return canonicalJson(left as unknown as Json) === canonicalJson(right as unknown as Json);
}
