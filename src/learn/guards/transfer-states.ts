/** Rules about the state of records and of what refers to them, carried to other writes. */
import { jsonEquals, type Json } from '../../model/json.ts';
import type { Guard } from '../../model/guard.ts';
import type { Operation } from '../../model/operation.ts';
import type { Scene } from '../values/scene.ts';
import { childrenOf } from './child-features.ts';
import { holds } from './guard-test.ts';
import type { Donor, TransferInput } from './donor.ts';

/** Where one parent may not be deleted while others refer to it, its like may not either. */
export function* transferChildren(
  operation: Operation,
  donors: readonly Donor[],
  served: readonly Scene[],
  input: TransferInput,
): Generator<Donor> {
  if (
    operation.kind !== 'delete' ||
    served.length < 2 ||
    operation.branches.some(({ guard }) => JSON.stringify(guard).includes('has-children'))
  )
    return;
  const model = donors.find(({ guard }) => guard.g === 'has-children');
  if (model === undefined) return;
  for (const [resource, fields] of input.references) {
    for (const [text, target] of fields) {
      const by = text.split('\u0000');
      if (
        target !== operation.resource ||
        resource === operation.resource ||
        served.some((scene) => childrenOf(scene, resource, by).length > 0)
      )
        continue;
      yield { ...model, guard: { g: 'has-children', resource, by } };
    }
  }
}

/** States in which other writes were refused and from which nothing ever moved on. */
export function* transferStates(
  operation: Operation,
  donors: readonly Donor[],
  served: readonly Scene[],
): Generator<Donor> {
  if (
    (operation.kind !== 'update' && operation.kind !== 'action') ||
    served.length < 4 ||
    JSON.stringify(operation.branches.map(({ guard }) => guard)).includes('"state-in"')
  )
    return;
  const stated = donors.filter(
    (donor) => donor.operation.resource === operation.resource && stateOf(donor.guard) !== null,
  );
  const [model] = stated;
  const state = model === undefined ? null : stateOf(model.guard);
  if (model === undefined || state === null || state.of.r !== 'target' || stated.length < 2) return;
  const refused = stated.flatMap(({ guard }) => refusedStates(guard));
  const common = refused.filter(
    (value, index) =>
      refused.findIndex((other) => jsonEquals(other, value)) === index &&
      refused.filter((other) => jsonEquals(other, value)).length >= 2,
  );
  const guard: Guard = { g: 'state-in', of: { r: 'target' }, path: state.path, values: common };
  if (common.length === 0 || served.some((scene) => holds(guard, scene))) return;
  yield { ...model, guard };
}

function stateOf(guard: Guard): Extract<Guard, { g: 'state-in' }> | null {
  return guard.g === 'state-in' ? guard : guard.g === 'not' ? stateOf(guard.of) : null;
}

function refusedStates(guard: Guard): readonly Json[] {
  return guard.g === 'state-in' ? guard.values : [];
}
