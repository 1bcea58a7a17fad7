import type { TaskSlice } from '../model/task-slice.ts';
import { pathOf, queryOf } from '../model/http.ts';
import { jsonEquals, valueAt, type Json } from '../model/json.ts';
import type { Entity } from '../model/base-state.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { EntityKey, OperationId, ResourceName } from '../model/names.ts';
import { isWriteKind, type Operation } from '../model/operation.ts';
import { indexModel } from '../model/model-index.ts';
import type { WorldDraft } from '../model/world.ts';
import type { FoundRecord, MutatorContext, OracleCall, OracleValue } from './mutator-context.ts';

/**
 * Reads a task's slice as mutators see it.
 *
 * @param start the task's world at reset, before any mutation
 */
export function createContext(model: LearnedModel, slice: TaskSlice, start: WorldDraft): MutatorContext {
  const { task } = slice;
  const index = indexModel(model);
  const calls = oracleCalls(model, slice);
  const entities = new Map<ResourceName, readonly Entity[]>();
  const entitiesOf = (resource: ResourceName): readonly Entity[] => {
    let known = entities.get(resource);
    if (known === undefined) entities.set(resource, (known = [...start.entitiesOf(resource)]));
    return known;
  };
  const known = (value: OracleValue): Json | undefined =>
    value.v === 'input' ? task.inputs[value.name] : value.v === 'constant' ? value.value : undefined;
  const context: MutatorContext = {
    model,
    task,
    calls,
    writes: calls.filter(({ operation, step }) => isWriteKind(operation.kind) && step.changes.length > 0),
    found: [],
    touched: new Set(slice.calls.flatMap(({ reads, changes }) => [...reads, ...changes.map(({ key }) => key)])),
    operation: (id) => index.operation(id) ?? null,
    resource: (name) => index.resource(name) ?? null,
    entity: (key) => start.entity(key),
    entitiesOf,
    fieldsOf: (resource) => index.resource(resource)?.fields ?? [],
    field: (resource, path) => index.field(resource, path) ?? null,
    known,
  };
  return { ...context, found: foundRecords(context) };
}

function oracleCalls(model: LearnedModel, { calls }: TaskSlice): readonly OracleCall[] {
  const counts = new Map<string, number>();
  return calls.flatMap((step, at): OracleCall[] => {
    const operation = step.operation === null ? undefined : indexModel(model).operation(step.operation);
    if (operation === undefined || operation.kind === 'auth') return [];
    const nth = counts.get(operation.id) ?? 0;
    counts.set(operation.id, nth + 1);
    const changed = step.changes.find(
      ({ resource, before }) => resource === operation.resource && (operation.kind !== 'create' || before === null),
    );
    const read =
      operation.kind === 'read' ? step.reads.find((key) => key.startsWith(`${operation.resource}/`)) : undefined;
    return [{ index: at, step, operation, nth, key: changed?.key ?? read ?? null, made: changed?.before === null }];
  });
}

function foundRecords(context: MutatorContext): readonly FoundRecord[] {
  const scans = scansOf(context);
  const used = new Set<Scan>();
  return context.task.oracle.steps.flatMap((step): FoundRecord[] => {
    if (step.kind !== 'find' && step.kind !== 'read') return [];
    const operation = context.operation(step.operation);
    if (operation === null) return [];
    const fits = (key: EntityKey): boolean =>
      step.kind === 'read' ? isNamed(context, step, key) : holds(context, step, key);
    for (const scan of scans) {
      if (scan.operation !== operation.id || used.has(scan)) continue;
      const shown = scan.reads.filter((key) => key.startsWith(`${step.resource}/`));
      const key = shown.find(fits);
      if (key === undefined) continue;
      used.add(scan);
      return [
        {
          step,
          operation,
          key,
          rank: step.kind === 'find' ? shown.indexOf(key) : null,
          firstPage: scan.firstPage.filter((other) => other.startsWith(`${step.resource}/`)).length,
          shown: shown.length,
        },
      ];
    }
    return [];
  });
}

/** One read, or one list with its further pages. */
interface Scan {
  readonly operation: OperationId;
  readonly request: string;
  readonly firstPage: readonly EntityKey[];
  readonly reads: EntityKey[];
}

function scansOf({ calls }: MutatorContext): readonly Scan[] {
  const scans: Scan[] = [];
  for (const { operation, step } of calls) {
    const request = withoutPaging(operation, step.request.target);
    const last = scans.at(-1);
    if (operation.kind === 'list' && last?.operation === operation.id && last.request === request)
      last.reads.push(...step.reads);
    else scans.push({ operation: operation.id, request, firstPage: step.reads, reads: [...step.reads] });
  }
  return scans;
}

function withoutPaging({ list }: Operation, target: string): string {
  const paging = list?.paging;
  const slot =
    paging === undefined || paging.kind === 'none'
      ? null
      : paging.kind === 'page'
        ? paging.page
        : paging.kind === 'offset'
          ? paging.offset
          : paging.cursor;
  if (slot?.in !== 'query') return target;
  return `${pathOf(target)}?${queryOf(target)
    .filter(([name]) => name !== slot.name)
    .map((pair) => pair.join('='))
    .join('&')}`;
}

function holds(context: MutatorContext, step: Extract<FoundRecord['step'], { kind: 'find' }>, key: EntityKey): boolean {
  const doc = context.entity(key)?.doc;
  return step.where.every(({ path, equals }) => {
    const wanted = context.known(equals);
    const value = valueAt(doc, path);
    return wanted === undefined || jsonEquals(value, wanted) || String(value) === String(wanted);
  });
}

/** A read by id: the id is told, or the step before found it; then the only record it can be is in its answer. */
function isNamed(
  context: MutatorContext,
  step: Extract<FoundRecord['step'], { kind: 'read' }>,
  key: EntityKey,
): boolean {
  const target = context.operation(step.operation)?.target;
  const slot = step.slots.find(
    (candidate) => target !== null && target !== undefined && JSON.stringify(candidate.slot) === JSON.stringify(target),
  );
  const told = slot === undefined ? undefined : context.known(slot.value);
  const entity = context.entity(key);
  return entity !== null && (told === undefined || String(told) === entity.id);
}
