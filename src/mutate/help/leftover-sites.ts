import { valueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { OperationId } from '../../model/names.ts';
import type { MutatorContext } from '../mutator-context.ts';
import { loneCreate } from './lone-create.ts';
import { writeStepOf } from './write-step-of.ts';

/** A field of the record a task makes that an earlier run could have got wrong, and an update could put right. */
export type LeftoverSite = {
  readonly operation: OperationId;
  readonly update: OperationId;
  readonly path: JsonPath;
  /** Where the update's body takes it. */
  readonly slot: JsonPath;
  /** Another value that the recording shows; null where there is none. */
  readonly wrong: Json;
};

/** Only where the rest of the record still tells which one it is. */
export function leftoverSites(context: MutatorContext): readonly LeftoverSite[] {
  const call = loneCreate(context);
  const resource = call === null ? null : context.resource(call.operation.resource ?? '');
  const confirm = call === null ? undefined : writeStepOf(context, call)?.confirm;
  const [atom] = context.task.goal;
  if (call === null || resource === null || confirm?.c !== 'find' || atom?.kind !== 'new') return [];
  const updates = context.model.operations.filter(
    ({ kind, resource: of, target, parents }) =>
      (kind === 'update' || kind === 'replace') && of === resource.name && target !== null && parents.length === 0,
  );
  const telling = confirm.where.filter(
    ({ path, equals }) =>
      typeof context.known(equals) === 'string' && (context.field(resource.name, path)?.enum ?? null) === null,
  );
  return atom.fields.flatMap(({ path, match }): LeftoverSite[] => {
    const update = updates.find(({ request }) =>
      request.body.some((field) => field.path.at(-1) === path.at(-1) && !field.path.includes('*')),
    );
    const slot = update?.request.body.find(
      (field) => field.path.at(-1) === path.at(-1) && !field.path.includes('*'),
    )?.path;
    if (match.m !== 'exact' || update === undefined || slot === undefined || path.length !== 1) return [];
    if (
      context.field(resource.name, path)?.references !== null ||
      !telling.some((other) => other.path.join('.') !== path.join('.'))
    )
      return [];
    const made = call.step.changes.find(({ key }) => key === call.key)?.after;
    const field = context.field(resource.name, path);
    const wrong =
      (field?.enum ?? field?.examples ?? []).find(
        (value) => value !== null && typeof value === typeof match.value && value !== match.value,
      ) ?? null;
    return valueAt(made ?? null, path) === undefined
      ? []
      : [{ operation: call.operation.id, update: update.id, path, slot: [...slot], wrong }];
  });
}
