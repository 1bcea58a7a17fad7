import { jsonEquals, type JsonPath } from '../model/json.ts';
import { indexModel, samePath } from '../model/model-index.ts';
import type { EntityKey } from '../model/names.ts';
import type { Operation } from '../model/operation.ts';
import type { Value, WriteConfirmation } from '../model/oracle.ts';
import type { Resource } from '../model/resource.ts';
import type { SentValue } from './goal-write.ts';
import type { ProgramDraft } from './program-draft.ts';
import type { RecordLocator } from './record-locator.ts';
import { isAddressable, setsField } from './request-fields.ts';

/** How to see, without asking the writer, that a write has happened. */
export function confirmationOf(
  draft: ProgramDraft,
  locator: RecordLocator,
  operation: Operation,
  resource: Resource,
  target: EntityKey | null,
  sent: readonly SentValue[],
): WriteConfirmation | null {
  const index = indexModel(draft.input.model);
  const shown = sent.filter(({ field, value }) => field !== null && value.v !== 'prose' && value.v !== 'fresh');
  const conditions = shown.map(({ field, value }) => ({ path: field ?? [], equals: value }));
  if (target !== null && operation.kind !== 'create') {
    const read = index
      .readsOf(resource.name)
      .find((candidate) => candidate.target !== null && isAddressable(candidate));
    const id = locator.idOf(target);
    const entity = draft.entity(target);
    const parents = read === undefined || entity === null ? null : locator.parentSlots(read, entity);
    if (read === undefined || read.target === null || id === null || parents === null) return null;
    const expect =
      operation.kind === 'delete'
        ? ('gone' as const)
        : operation.kind === 'action'
          ? actionOutcome(draft, operation, target)
          : conditions;
    return { c: 'read', operation: read.id, slots: [...parents, { slot: read.target, value: id }], expect };
  }
  const wanted = operation.kind === 'create' ? conditions : [];
  for (const list of index.listsOf(resource.name)) {
    const slots = operation.parents.filter((parent) =>
      list.parents.some((other) => other.resource === parent.resource),
    );
    if (slots.length !== list.parents.length || wanted.length === 0 || !isAddressable(list)) continue;
    const values = list.parents.map(
      (parent) =>
        sent.find(({ slot }) =>
          operation.parents.some(
            (own) => own.resource === parent.resource && JSON.stringify(own.slot) === JSON.stringify(slot),
          ),
        )?.value,
    );
    if (values.some((value) => value === undefined)) continue;
    const filters = (list.list?.filters ?? []).flatMap((filter) => {
      const match =
        filter.op === 'equals'
          ? shown.find(
              ({ field, value }) =>
                field !== null && value.v !== 'constant' && filter.paths.some((path) => samePath(path, field)),
            )
          : undefined;
      return match === undefined ? [] : [{ slot: filter.slot, value: match.value }];
    });
    return {
      c: 'find',
      operation: list.id,
      slots: [
        ...list.parents.map((parent, at) => ({ slot: parent.slot, value: values[at] as Value })),
        ...filters.slice(0, 1),
      ],
      where: wanted,
    };
  }
  return null;
}

/** What an action leaves behind on its target: the plain fields it changed. */
function actionOutcome(
  draft: ProgramDraft,
  operation: Operation,
  target: EntityKey,
): readonly { path: JsonPath; equals: Value }[] {
  const step = draft.input.span.steps.find((candidate) => candidate.operation === operation.id);
  const change = step?.changes.find((candidate) => candidate.key === target);
  if (change?.after === undefined || change.after === null) return [];
  return Object.entries(change.after).flatMap(([name, value]) => {
    const role = indexModel(draft.input.model).field(change.resource, [name])?.role;
    const fixed =
      role === 'plain' &&
      setsField(operation, [name]) &&
      !jsonEquals(change.before?.[name], value) &&
      (typeof value !== 'object' || value === null);
    return fixed ? [{ path: [name], equals: { v: 'constant', value } as Value }] : [];
  });
}
