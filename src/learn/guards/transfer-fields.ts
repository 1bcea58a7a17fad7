/** Rules about the values of fields, and about the records that fields name, carried to other writes. */
import { fieldNameOf, retarget } from '../../model/retarget-template.ts';
import { slotOfGuard } from '../../model/field-rule.ts';
import { jsonEquals, type Json } from '../../model/json.ts';
import type { Guard } from '../../model/guard.ts';
import type { Operation } from '../../model/operation.ts';
import type { Slot } from '../../model/slot.ts';
import { singularOf } from '../lexicon.ts';
import { slotText } from '../reading/spots.ts';
import type { Scene } from '../values/scene.ts';
import { holds } from './guard-test.ts';
import type { Donor, TransferInput } from './donor.ts';

const VALUE_RULES: ReadonlySet<Guard['g']> = new Set([
  'empty',
  'type-not',
  'not-in',
  'format-not',
  'longer',
  'shorter',
  'compare',
  'pattern-not',
  'taken',
  'or',
]);

/** Create and update of one resource check their common fields alike. */
export function* transferFields(
  operation: Operation,
  donors: readonly Donor[],
  served: readonly Scene[],
): Generator<Donor> {
  for (const donor of donors) {
    if (
      donor.operation.resource !== operation.resource ||
      operation.kind === 'delete' ||
      operation.kind === 'action' ||
      donor.operation.kind === 'action' ||
      !VALUE_RULES.has(donor.guard.g)
    )
      continue;
    if (donor.guard.g === 'compare' && (donor.guard.left.k !== 'slot' || donor.guard.right.k !== 'const')) continue;
    const slot = slotOfGuard(donor.guard);
    if (
      slot === null ||
      slot.in !== 'body' ||
      !operation.request.body.some(
        ({ path }) =>
          path.length === slot.path.length && jsonEquals(path.slice(0, -1) as Json, slot.path.slice(0, -1) as Json),
      )
    )
      continue;
    if (hasRuleLike(operation, donor.guard) || served.some((scene) => holds(donor.guard, scene))) continue;
    yield donor;
  }
}

/** A reference that must exist in one request must exist in others. */
export function* transferReferences(
  operation: Operation,
  donors: readonly Donor[],
  served: readonly Scene[],
  input: TransferInput,
): Generator<Donor> {
  const model =
    donors.find(({ guard, entry }) => guard.g === 'unknown-entity' && guard.slot.in === 'body' && entry !== null) ??
    donors.find(({ guard }) => guard.g === 'unknown-entity' && guard.slot.in === 'body');
  if (model === undefined || model.guard.g !== 'unknown-entity') return;
  for (const [text, resource] of input.slotResources.get(operation.id) ?? []) {
    const field = operation.request.body.find(
      ({ path }) => slotText({ in: 'body', path: path as (string | number)[] }) === text,
    );
    if (field === undefined || field.path.includes('*')) continue;
    const slot: Slot = { in: 'body', path: field.path as (string | number)[] };
    const guard: Guard = { g: 'unknown-entity', resource, slot };
    if (mentions(operation, slot, 'unknown-entity') || served.some((scene) => holds(guard, scene))) continue;
    const from = { slot: model.guard.slot, record: singularOf(model.guard.resource) };
    const to = { slot, record: singularOf(resource) };
    yield {
      ...model,
      guard,
      branch: { ...model.branch, body: retarget(model.branch.body, from, to) },
      entry:
        model.entry === null
          ? null
          : {
              key: model.entry.key === null ? null : fieldNameOf(slot),
              value: retarget(model.entry.value, from, to),
            },
    };
  }
}

function hasRuleLike(operation: Operation, guard: Guard): boolean {
  const slot = slotOfGuard(guard);
  return slot !== null && mentions(operation, slot, guard.g);
}

function mentions(operation: Operation, slot: Slot, kind: Guard['g']): boolean {
  const inside = (guard: Guard): boolean => {
    if (guard.g === 'or') return guard.any.some(inside);
    if (guard.g === 'and') return guard.all.some(inside);
    const own = slotOfGuard(guard);
    return guard.g === kind && own !== null && slotText(own) === slotText(slot);
  };
  return operation.branches.some((branch) => !branch.success && inside(branch.guard));
}
