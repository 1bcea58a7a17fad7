/** The operations of a model as functions an agent can call. */
import { article } from '../model/article.ts';
import { isCallerSlot } from '../model/caller-slots.ts';
import { objectOf, type Json, type JsonObject, type JsonPath } from '../model/json.ts';
import type { FieldModel } from '../model/field.ts';
import type { Guard } from '../model/guard.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { Operation } from '../model/operation.ts';
import type { Slot } from '../model/slot.ts';
import type { ToolSpec } from '../model/tools.ts';
import { singularOf } from './lexicon.ts';
import { toolExample } from './tool-example.ts';

export function toolsOf(model: LearnedModel): readonly ToolSpec[] {
  return model.operations
    .filter(({ kind, branches }) => kind !== 'auth' && branches.some(({ success }) => success))
    .map((operation) => toolOf(model, operation));
}

function toolOf(model: LearnedModel, operation: Operation): ToolSpec {
  const taken = new Set<string>();
  const properties: [string, Json][] = [];
  const required: string[] = [];
  const slots: { name: string; slot: Slot }[] = [];
  const fields: [string, FieldModel][] = [];
  const add = (base: string, slot: Slot, schema: JsonObject, isRequired: boolean): string => {
    let name = base.replaceAll(/[^A-Za-z0-9_]+/g, '_').replaceAll(/^_+|_+$/g, '') || 'value';
    if (taken.has(name)) name = `${slot.in}_${name}`;
    for (let number = 2; taken.has(name); number++) name = `${name}_${number}`;
    taken.add(name);
    properties.push([name, schema]);
    if (isRequired) required.push(name);
    slots.push({ name, slot });
    return name;
  };
  for (const segment of operation.segments) {
    if (segment.kind !== 'param') continue;
    const what = segment.resource === null ? '' : `Id of the ${singularOf(segment.resource).replaceAll('_', ' ')}`;
    add(
      segment.name,
      { in: 'path', name: segment.name },
      {
        type: segment.shape.kind === 'integer' ? ['integer', 'string'] : 'string',
        ...(what === '' ? {} : { description: what }),
      },
      true,
    );
  }
  const paging = pagingOf(operation);
  for (const field of operation.request.query) {
    const [name] = field.path;
    if (field.path.length !== 1 || name === undefined) continue;
    const slot: Slot = { in: 'query', name };
    if (isDiscriminator(operation, slot) || isCallerSlot(model, operation.origin, slot)) continue;
    const schema = paging.find((known) => sameSlot(known.slot, slot))?.schema ?? querySchemaOf(field);
    const needed = isRequired(field) && (operation.list === null || isMissed(operation, slot));
    fields.push([add(name, slot, schema, needed), field]);
  }
  // How a list is paged is known from its answers, whether or not any recorded call went on to another page.
  for (const { slot, schema } of paging)
    if (slot.in === 'query' && !slots.some((known) => sameSlot(known.slot, slot))) add(slot.name, slot, schema, false);
  const base = wrapperOf(operation.request.body);
  for (const field of operation.request.body) {
    if (field.path.length !== base.length + 1 || !base.every((step, index) => field.path[index] === step)) continue;
    const name = String(field.path.at(-1));
    const slot: Slot = { in: 'body', path: [...base, name] };
    if (name !== '*' && !isDiscriminator(operation, slot))
      fields.push([add(name, slot, schemaOf(field, operation.request.body), isNeeded(operation, field, slot)), field]);
  }
  for (const field of operation.request.headers) {
    const name = String(field.path[0] ?? '');
    if (/^if-match$|^idempotency-key$/i.test(name)) add(name, { in: 'header', name }, { type: 'string' }, false);
  }
  return {
    name: operation.name,
    description: `${describe(operation)}${toolExample(fields)}`,
    parameters: { type: 'object', properties: objectOf(properties), required, additionalProperties: false },
    operation: operation.id,
    arguments: slots,
    readOnly:
      operation.kind === 'read' ||
      operation.kind === 'list' ||
      (operation.kind === 'compute' && operation.method === 'GET'),
    destructive: operation.kind === 'delete',
  };
}

/** A change or a removal needs no body that the API did not ask for, though every recorded one had it. */
function isNeeded(operation: Operation, field: FieldModel, slot: Slot): boolean {
  return (
    isRequired(field) && ((operation.kind !== 'update' && operation.kind !== 'delete') || isMissed(operation, slot))
  );
}

/** Whether the API was seen to refuse calls without it. A list that was always asked the same way may insist on nothing. */
function isMissed({ branches }: Operation, slot: Slot): boolean {
  const asks = (guard: Guard): boolean =>
    guard.g === 'missing'
      ? sameSlot(guard.slot, slot)
      : guard.g === 'and'
        ? guard.all.some(asks)
        : guard.g === 'or' && guard.any.some(asks);
  return branches.some(({ success, guard }) => !success && asks(guard));
}

function sameSlot(left: Slot, right: Slot): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function pagingOf({ list }: Operation): readonly { readonly slot: Slot; readonly schema: JsonObject }[] {
  const paging = list?.paging ?? { kind: 'none' };
  const number = (slot: Slot | null, description: string, minimum: number) =>
    slot === null ? [] : [{ slot, schema: { type: ['integer', 'string'], minimum, description } }];
  switch (paging.kind) {
    case 'none':
      return [];
    case 'page':
      return [
        ...number(paging.page, `Number of the page, from ${paging.first}.`, paging.first),
        ...number(paging.size, 'Most items on a page.', 1),
      ];
    case 'offset':
      return [...number(paging.offset, 'Items to skip.', 0), ...number(paging.limit, 'Most items at a time.', 1)];
    case 'cursor':
      return [
        {
          slot: paging.cursor,
          schema:
            paging.form === 'id'
              ? { type: ['integer', 'string'], description: 'Id of the last item of the page before.' }
              : { type: 'string', description: 'Where the next page begins, as the page before says.' },
        },
        ...number(paging.size, 'Most items on a page.', 1),
      ];
    default:
      return paging satisfies never;
  }
}

function isDiscriminator({ discriminator }: Operation, slot: Slot): boolean {
  return discriminator !== null && sameSlot(discriminator.slot, slot);
}

/** `{ticket: {...}}`: objects that are all of the body. */
function wrapperOf(fields: readonly FieldModel[]): JsonPath {
  let base: string[] = [];
  for (let depth = 0; depth < 2; depth++) {
    const inner = fields.filter(
      ({ path }) => path.length === base.length + 1 && base.every((step, index) => path[index] === step),
    );
    const [only] = inner;
    if (inner.length !== 1 || only === undefined || only.types.join() !== 'object' || only.path.at(-1) === '*')
      return base;
    base = [...base, String(only.path.at(-1))];
  }
  return base;
}

function isRequired(field: FieldModel): boolean {
  return field.presence === 1 && field.seen >= 3;
}

/** Query values come as text; where every one is a whole number, a number may be given. */
function querySchemaOf(field: FieldModel): JsonObject {
  const schema = schemaOf(field, []);
  const numeric =
    field.enum === null &&
    field.examples.length > 0 &&
    field.examples.every((value) => /^-?\d{1,15}$/.test(String(value)));
  return numeric ? { ...schema, type: ['integer', 'string'] } : schema;
}

function schemaOf(field: FieldModel, all: readonly FieldModel[]): JsonObject {
  const types = field.types.filter((type) => !(type === 'integer' && field.types.includes('number')));
  const nullable = types.includes('null') || field.nullShare > 0;
  const plain = types.filter((type) => type !== 'null');
  const names = [...(plain.length === 0 ? ['string'] : plain), ...(nullable ? ['null'] : [])];
  const children = all.filter(
    ({ path }) => path.length === field.path.length + 1 && field.path.every((step, index) => path[index] === step),
  );
  const element = children.find(({ path }) => path.at(-1) === '*');
  const named = children.filter(({ path }) => path.at(-1) !== '*');
  return {
    type: names.length === 1 ? (names[0] ?? 'string') : names,
    ...(field.enum === null ? {} : { enum: nullable ? [...field.enum, null] : field.enum }),
    ...(field.format === 'date-time' ||
    field.format === 'date' ||
    field.format === 'email' ||
    field.format === 'uuid' ||
    field.format === 'uri'
      ? { format: field.format }
      : {}),
    ...(plain.includes('array') && element !== undefined ? { items: schemaOf(element, all) } : {}),
    ...(plain.includes('object') && named.length > 0
      ? { properties: objectOf(named.map((child) => [String(child.path.at(-1)), schemaOf(child, all)])) }
      : {}),
  };
}

const PHRASES: Readonly<Partial<Record<Operation['kind'], string>>> = {
  read: 'Reads one',
  list: 'Lists',
  create: 'Creates',
  update: 'Changes',
  replace: 'Replaces',
  delete: 'Deletes',
};

function describe(operation: Operation): string {
  const path = `${operation.method} /${operation.segments.map((segment) => (segment.kind === 'literal' ? segment.text : `${segment.prefix}{${segment.name}}${segment.suffix}`)).join('/')}${operation.discriminator === null ? '' : ` (${operation.discriminator.value.slice(0, 60)})`}`;
  const phrase = PHRASES[operation.kind];
  const noun =
    operation.resource === null
      ? ''
      : operation.kind === 'list'
        ? operation.resource
        : `${operation.kind === 'read' ? '' : `${article(singularOf(operation.resource))} `}${singularOf(operation.resource)}`;
  return phrase === undefined || noun === '' ? path : `${phrase} ${noun.replaceAll('_', ' ')}: ${path}`;
}
