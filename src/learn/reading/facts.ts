/** Second pass: what was seen of each operation, as bounded statistics. */
import { headerValue } from '../../model/http.ts';
import { objectOf } from '../../model/json.ts';
import type { OperationId } from '../../model/names.ts';
import type { Discriminator } from '../../model/operation.ts';
import type { CallNumber } from '../paths/call-numbers.ts';
import { slotsOf, type Call } from './call.ts';
import { KnownValues } from './known-values.ts';
import { addValue, createFieldStats, type FieldStats } from './field-stats.ts';
import type { PathTemplate } from '../paths/router.ts';
import { addSpots, slotText, type Spots } from './spots.ts';

export interface OperationFacts {
  readonly id: OperationId;
  readonly method: string;
  readonly origin: string;
  readonly template: PathTemplate;
  readonly discriminator: Discriminator | null;
  readonly number: CallNumber | null;
  count: number;
  successes: number;
  readonly statuses: Map<number, number>;
  readonly contentTypes: Map<string, number>;
  readonly body: FieldStats;
  readonly query: FieldStats;
  readonly headers: FieldStats;
  readonly latencies: number[];
  /** Objects in good answers. */
  readonly spots: Spots;
  /** Values of path parameters, bounded, good calls only. */
  readonly params: Map<string, Set<string>>;
  /** Slot text -> values that good calls sent there, bounded. */
  readonly sent: Map<string, Set<string>>;
  /** Good answers that had no JSON. */
  empties: number;
}

export interface Facts {
  readonly operations: Map<OperationId, OperationFacts>;
  /** Short scalars seen anywhere so far: a value not in here is new. */
  readonly known: KnownValues;
}

const QUIET_HEADERS = new Set([
  'host',
  'user-agent',
  'accept',
  'accept-encoding',
  'accept-language',
  'connection',
  'content-length',
  'content-type',
  'authorization',
  'cookie',
  'date',
  'transfer-encoding',
  'keep-alive',
  'origin',
  'referer',
  'sec-fetch-mode',
  'cache-control',
  'te',
  'pragma',
]);
const MAX_LATENCIES = 2000;
const MAX_VALUES = 3000;
const MAX_KNOWN = 3_000_000;

export function createFacts(): Facts {
  return { operations: new Map(), known: new KnownValues() };
}

export function addFacts(facts: Facts, call: Call): void {
  const { exchange } = call;
  let operation = facts.operations.get(call.operation);
  if (operation === undefined)
    facts.operations.set(
      call.operation,
      (operation = createOperationFacts({
        id: call.operation,
        method: call.exchange.method,
        origin: call.exchange.origin,
        template: call.template,
        discriminator: call.discriminator,
        number: call.number,
      })),
    );
  operation.count++;
  if (exchange.status !== null)
    operation.statuses.set(exchange.status, (operation.statuses.get(exchange.status) ?? 0) + 1);
  if (exchange.latency !== null && operation.latencies.length < MAX_LATENCIES)
    operation.latencies.push(exchange.latency);
  const slots = slotsOf(call);
  if (call.success) {
    operation.successes++;
    if (exchange.contentType !== null && exchange.body !== undefined)
      operation.contentTypes.set(exchange.contentType, (operation.contentTypes.get(exchange.contentType) ?? 0) + 1);
    addRequest(operation, call);
    for (const { slot, value } of slots)
      if (typeof value === 'string' || typeof value === 'number')
        remember(operation.sent, slotText(slot), String(value));
    for (const [name, value] of Object.entries(call.params)) remember(operation.params, name, value);
    if (exchange.answer === undefined) operation.empties++;
    else addSpots(operation.spots, exchange.answer, slots, (value) => !facts.known.has(value), call.params);
  }
  if (facts.known.size < MAX_KNOWN) {
    for (const { value } of slots)
      if (typeof value === 'string' || typeof value === 'number') facts.known.add(String(value));
    if (exchange.answer !== undefined) rememberShort(facts.known, exchange.answer);
  }
}

function addRequest(operation: OperationFacts, { exchange }: Call): void {
  if (exchange.body !== undefined) addValue(operation.body, exchange.body);
  addValue(operation.query, exchange.query);
  const names = new Set(
    exchange.headers.map(([name]) => name.toLowerCase()).filter((name) => !QUIET_HEADERS.has(name)),
  );
  addValue(operation.headers, objectOf([...names].map((name) => [name, headerValue(exchange.headers, name) ?? ''])));
}

function remember(values: Map<string, Set<string>>, name: string, value: string): void {
  let set = values.get(name);
  if (set === undefined) values.set(name, (set = new Set()));
  if (set.size < MAX_VALUES) set.add(value);
}

function rememberShort(known: KnownValues, value: unknown): void {
  if (Array.isArray(value)) for (const item of value) rememberShort(known, item);
  else if (typeof value === 'object' && value !== null)
    for (const item of Object.values(value)) rememberShort(known, item);
  else if ((typeof value === 'string' && value.length <= 64) || typeof value === 'number') known.add(String(value));
}

/** Facts of an operation of which no call was read yet. */
export function createOperationFacts(
  named: Pick<OperationFacts, 'id' | 'method' | 'origin' | 'template' | 'discriminator' | 'number'>,
): OperationFacts {
  return {
    ...named,
    count: 0,
    successes: 0,
    statuses: new Map(),
    contentTypes: new Map(),
    body: createFieldStats(),
    query: createFieldStats(),
    headers: createFieldStats(),
    latencies: [],
    spots: new Map(),
    params: new Map(),
    sent: new Map(),
    empties: 0,
  };
}
