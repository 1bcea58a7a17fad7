/** Where each value of a request came from: an earlier answer, the task, or nowhere in particular. */
import { isCallerSlot } from '../../model/caller-slots.ts';
import { leavesOf, type Json, type JsonPath } from '../../model/json.ts';
import type { FieldModel } from '../../model/field.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { EntityKey } from '../../model/names.ts';
import type { Operation } from '../../model/operation.ts';
import type { Slot } from '../../model/slot.ts';
import type { TracedValue } from '../../model/trace.ts';
import { slotsOf, type Call } from '../reading/call.ts';
import { timeOf } from '../../model/time-format.ts';
import type { Exchange } from '../reading/exchange.ts';
import { isIdLike } from '../records/id-shape.ts';
import { KIND_NAMES } from '../lexicon.ts';
import type { ModelView } from '../records/model-views.ts';

export interface ValueSources {
  valuesOf(operation: Operation, call: Call): readonly TracedValue[];
  /** Takes in what an answer showed. */
  remember(exchange: Exchange, views: readonly ModelView[]): void;
}

interface Producer {
  readonly step: number;
  readonly path: JsonPath;
  readonly entity: EntityKey | null;
  readonly name: string;
}

const AUTH_HEADERS =
  /^(?:authorization|cookie|x-api-key|api-key|x-auth-token|x-access-token|x-csrf-token|x-xsrf-token|private-token)$/i;
const QUIET_HEADERS =
  /^(?:host|user-agent|accept|accept-encoding|accept-language|connection|content-length|content-type|date|transfer-encoding|origin|referer|cache-control|pragma|te|keep-alive|sec-.*)$/i;
const FRESH_HEADERS = /idempotency|request-id|correlation|trace/i;

export function createValueSources(model: LearnedModel): ValueSources {
  const fixed = fixedParameters(model);
  const producers = new Map<string, Producer[]>();
  return {
    valuesOf(operation, call) {
      const found = slotsOf(call).map(({ slot, value }): TracedValue => ({
        slot,
        value,
        source: isCallerSlot(model, operation.origin, slot)
          ? { kind: 'auth' }
          : fixed.has(fixedKey(operation.origin, slot))
            ? { kind: 'constant' }
            : sourceOf(operation, call, slot, value, producers),
      }));
      for (const [name, value] of call.exchange.headers) {
        if (QUIET_HEADERS.test(name)) continue;
        const slot: Slot = { in: 'header', name };
        const source: TracedValue['source'] =
          AUTH_HEADERS.test(name) || isCarrier(model, operation.origin, name)
            ? { kind: 'auth' }
            : FRESH_HEADERS.test(name)
              ? { kind: 'generated' }
              : (responseSource(value, name, producers) ?? {
                  kind: isConstant(operation, slot, value) ? 'constant' : 'generated',
                });
        found.push({ slot, value, source });
      }
      return found;
    },
    remember(exchange, views) {
      if (exchange.answer === undefined) return;
      const holders = new Map(views.map((view) => [view.at.join('\u0000'), view.key]));
      let count = 0;
      for (const { path, value } of leavesOf(exchange.answer)) {
        if (value === null || typeof value === 'boolean' || count++ > 20_000) continue;
        const name = String(path.findLast((step) => typeof step === 'string') ?? '');
        push(producers, String(value), { step: exchange.seq, path, entity: holderOf(holders, path), name });
      }
      for (const [name, value] of exchange.answerHeaders) {
        if (!/^(?:location|etag|x-csrf-token|link)$/i.test(name)) continue;
        const last = value.split(/[/?]/).findLast((part) => part !== '') ?? value;
        for (const text of new Set([value, last]))
          if (!producers.has(text))
            push(producers, text, {
              step: exchange.seq,
              path: [name.toLowerCase()],
              entity: null,
              name: name.toLowerCase(),
            });
      }
    },
  };
}

/** The innermost record that a leaf stands in. */
function holderOf(holders: ReadonlyMap<string, EntityKey>, path: JsonPath): EntityKey | null {
  for (let end = path.length - 1; end >= 0; end--) {
    const found = holders.get(path.slice(0, end).join('\u0000'));
    if (found !== undefined) return found;
  }
  return null;
}

function push(producers: Map<string, Producer[]>, text: string, producer: Producer): void {
  const list = producers.get(text);
  if (list === undefined) producers.set(text, [producer]);
  else {
    list.push(producer);
    if (list.length > 8) list.shift();
  }
}

function sourceOf(
  operation: Operation,
  call: Call,
  slot: Slot,
  value: Json,
  producers: ReadonlyMap<string, readonly Producer[]>,
): TracedValue['source'] {
  if (operation.kind === 'auth') return { kind: 'auth' };
  if (operation.discriminator !== null && JSON.stringify(operation.discriminator.slot) === JSON.stringify(slot))
    return { kind: 'constant' };
  const name = nameOf(slot);
  if (typeof value === 'object' || typeof value === 'boolean')
    return { kind: isConstant(operation, slot, value) ? 'constant' : 'instruction' };
  const field = fieldOf(operation, slot);
  const isChoice =
    field !== undefined &&
    (field.enum !== null ||
      (field.distinct <= 8 && field.seen >= 20 && typeof value === 'string' && /^[a-z_ -]{1,24}$/i.test(value)));
  if (slot.in === 'path' || !isChoice) {
    const produced = responseSource(value, name, producers, slot.in === 'path' || isReference(operation, slot));
    if (produced !== null) return produced;
  }
  if (
    /^(?:idempotency_?key|request_?id|nonce|client_?token|correlation_?id|jsonrpc_id)$/i.test(name) ||
    (typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(value) && slot.in !== 'path')
  )
    return { kind: 'generated' };
  const time = timeOf(value);
  if (time !== null && Math.abs(time.at - call.exchange.at) < 5000) return { kind: 'generated' };
  return { kind: slot.in !== 'path' && isConstant(operation, slot, value) ? 'constant' : 'instruction' };
}

/** The latest answer that showed the value: under a like name, or for values too telling to be chance. */
function responseSource(
  value: Json,
  name: string,
  producers: ReadonlyMap<string, readonly Producer[]>,
  isId = false,
): TracedValue['source'] | null {
  const list = (producers.get(String(value)) ?? []).filter(
    (producer) => !KIND_NAMES.has(producer.name) || producer.name === name,
  );
  if (list.length === 0) return null;
  const telling =
    typeof value === 'string'
      ? value.length >= 12 || (value.length >= 4 && isIdLike(value))
      : typeof value === 'number' && Math.abs(value) >= 1000;
  const like = list.filter((producer) =>
    isId
      ? /(?:^|_)(?:id|uuid|key|slug|number|code|name|sku|login|label)$|Id$/i.test(producer.name) ||
        producer.name === name
      : producer.name === name,
  );
  // The record whose own id it is, before records that mention it.
  const own = isId ? like.filter(({ entity }) => entity !== null && entity.endsWith(`/${String(value)}`)) : [];
  const chosen =
    own.at(-1) ?? (isId || telling ? (like.at(-1) ?? (isId || telling ? list.at(-1) : undefined)) : undefined);
  return chosen === undefined
    ? null
    : { kind: 'response', step: chosen.step, path: chosen.path, entity: chosen.entity };
}

function isReference(operation: Operation, slot: Slot): boolean {
  return (
    /(?:_id|Id|_uuid|_key|^id|_ids)$/.test(nameOf(slot)) ||
    operation.branches.some(
      ({ guard }) => guard.g === 'unknown-entity' && JSON.stringify(guard.slot) === JSON.stringify(slot),
    )
  );
}

function fieldOf(operation: Operation, slot: Slot): FieldModel | undefined {
  const fields =
    slot.in === 'query'
      ? operation.request.query
      : slot.in === 'header'
        ? operation.request.headers
        : slot.in === 'body'
          ? operation.request.body
          : [];
  const path =
    slot.in === 'body'
      ? slot.path.map((step) => (typeof step === 'number' ? '*' : step))
      : [slot.in === 'header' ? slot.name.toLowerCase() : slot.name];
  return fields.find(
    (field) => field.path.length === path.length && field.path.every((step, index) => step === path[index]),
  );
}

/** Sent with the same value by every session that sent it. */
function isConstant(operation: Operation, slot: Slot, value: Json): boolean {
  const field = fieldOf(operation, slot);
  return field !== undefined && field.distinct === 1 && field.seen * field.presence >= 3 && typeof value !== 'object';
}

/**
 * Parameters that calls of different kinds all sent with one and the same value (`raw_json=1`, `api_type: "json"`): the
 * client's way to speak to the API. One that any record has as a field may just be alike in a thin recording.
 */
function fixedParameters(model: LearnedModel): ReadonlySet<string> {
  const seen = new Map<string, { readonly values: Set<string>; operations: number; calls: number }>();
  const kept = new Set(model.resources.flatMap(({ fields }) => fields.map(({ path }) => String(path.at(-1)))));
  for (const operation of model.operations)
    for (const place of ['query', 'body'] as const)
      for (const field of operation.request[place]) {
        const [name] = field.path;
        if (name === undefined || name === '*' || field.path.length > 1 || kept.has(name)) continue;
        const key = fixedKey(
          operation.origin,
          place === 'query' ? { in: 'query', name } : { in: 'body', path: [name] },
        );
        const known = seen.get(key) ?? { values: new Set<string>(), operations: 0, calls: 0 };
        seen.set(key, known);
        known.operations++;
        known.calls += Math.round(field.seen * field.presence);
        if (field.distinct > 1) known.values.add('several');
        for (const value of field.examples) known.values.add(JSON.stringify(value));
      }
  return new Set(
    [...seen].flatMap(([key, { values, operations, calls }]) =>
      values.size === 1 && operations >= 2 && calls >= 4 ? [key] : [],
    ),
  );
}

function isCarrier({ auth }: LearnedModel, origin: string, name: string): boolean {
  return auth.some(
    ({ origin: own, carrier }) =>
      own === origin && carrier.in === 'header' && carrier.name.toLowerCase() === name.toLowerCase(),
  );
}

function fixedKey(origin: string, slot: Slot): string {
  return `${origin} ${JSON.stringify(slot)}`;
}

function nameOf(slot: Slot): string {
  return slot.in === 'body' ? String(slot.path.findLast((step) => typeof step === 'string') ?? '') : slot.name;
}
