/** An exchange that was recognised as a call of an operation. */
import { headerValue } from '../../model/http.ts';
import { isArray, isObject, valueAt, type Json } from '../../model/json.ts';
import type { OperationId } from '../../model/names.ts';
import type { Slot } from '../../model/slot.ts';
import type { CallNumber } from '../paths/call-numbers.ts';
import type { Exchange } from './exchange.ts';
import { placeKey, type Selecting } from '../paths/discriminators.ts';
import { selectionOf, type Discriminator } from '../../model/operation.ts';
import type { PathTemplate, Router } from '../paths/router.ts';
import type { SuccessRule } from './success-rule.ts';

export interface Call {
  readonly operation: OperationId;
  readonly template: PathTemplate;
  readonly params: Readonly<Record<string, string>>;
  readonly discriminator: Discriminator | null;
  /** The field that only tells answers apart. */
  readonly number: CallNumber | null;
  readonly exchange: Exchange;
  readonly success: boolean;
  /** The session's number, and the call's number over the whole recording. */
  readonly session: number;
  readonly tick: number;
}

export interface CallReader {
  readonly router: Router;
  readonly discriminators: ReadonlyMap<string, Selecting>;
  readonly numbers: ReadonlyMap<string, CallNumber>;
  readonly succeeded: SuccessRule;
}

export function callOf(reader: CallReader, exchange: Exchange, session: number, tick: number): Call | null {
  const match = reader.router.match(exchange.origin, exchange.segments);
  if (match === null) return null;
  const selecting = reader.discriminators.get(placeKey(exchange));
  const discriminator = selecting === undefined ? null : discriminatorIn(exchange, match.params, selecting);
  const id = `${exchange.method} ${exchange.origin}${match.template.text}`;
  return {
    operation: discriminator === null ? id : `${id}#${discriminator.value}`,
    template: match.template,
    params: match.params,
    discriminator,
    number: reader.numbers.get(placeKey(exchange)) ?? null,
    exchange,
    success: reader.succeeded(exchange),
    session,
    tick,
  };
}

function discriminatorIn(
  exchange: Exchange,
  params: Readonly<Record<string, string>>,
  { slot, graphql }: Selecting,
): Discriminator | null {
  const text = slotValue(exchange, params, slot);
  const value = typeof text === 'string' ? selectionOf(text, graphql) : null;
  return typeof text === 'string' && value !== null ? { slot, value, document: graphql ? text : null } : null;
}

export function slotValue(exchange: Exchange, params: Readonly<Record<string, string>>, slot: Slot): Json | undefined {
  switch (slot.in) {
    case 'path':
      return Object.hasOwn(params, slot.name) ? params[slot.name] : undefined;
    case 'query':
      return Object.hasOwn(exchange.query, slot.name) ? exchange.query[slot.name] : undefined;
    case 'header':
      return headerValue(exchange.headers, slot.name);
    case 'body':
      return valueAt(exchange.body, slot.path);
  }
}

/** Every leaf a request carries, headers and call numbers left out; empty objects and arrays count as leaves. */
export function slotsOf(call: Call): readonly { readonly slot: Slot; readonly value: Json }[] {
  const found: { slot: Slot; value: Json }[] = [];
  for (const [name, value] of Object.entries(call.params)) found.push({ slot: { in: 'path', name }, value });
  for (const [name, value] of Object.entries(call.exchange.query)) found.push({ slot: { in: 'query', name }, value });
  const { body } = call.exchange;
  if (body !== undefined) addLeaves(body, [], found);
  const { number } = call;
  return number === null
    ? found
    : found.filter(({ slot }) => slot.in !== 'body' || slot.path.length !== 1 || slot.path[0] !== number.sent);
}

function addLeaves(value: Json, path: readonly (string | number)[], found: { slot: Slot; value: Json }[]): void {
  if (isArray(value) && value.length > 0) value.forEach((item, index) => addLeaves(item, [...path, index], found));
  else if (isObject(value) && Object.keys(value).length > 0)
    for (const [key, item] of Object.entries(value)) addLeaves(item, [...path, key], found);
  else if (path.length > 0) found.push({ slot: { in: 'body', path }, value });
}
