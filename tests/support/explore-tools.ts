/** An agent that tries everything its tools allow: arguments by the published schemas, ids it has seen, now and then others. */
import { toolsOf } from '../../src/learn/tools-of.ts';
import { buildRequest, type SlotAssignment } from '../../src/model/build-request.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../src/model/json.ts';
import type { LearnedModel } from '../../src/model/learned-model.ts';
import type { Operation } from '../../src/model/operation.ts';
import type { ToolSpec } from '../../src/model/tools.ts';
import type { World } from '../../src/model/world.ts';
import { credentialsOf } from '../../src/replay/credentials.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { createDice } from '../../src/world/effects/dice.ts';

export interface Explored {
  readonly calls: number;
  readonly noAnswer: number;
  readonly unverified: number;
  /** Calls by status class. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Tools without an answer, most often first. */
  readonly dumb: readonly { readonly tool: string; readonly calls: number }[];
}

type Dice = ReturnType<typeof createDice>;

const CALLS_PER_WORLD = 500;

export function exploreTools(model: LearnedModel, calls: number, seed: number): Explored {
  const tools = toolsOf(model);
  const operations = new Map(model.operations.map((operation) => [operation.id, operation]));
  const credentials = credentialsOf(model, null);
  const statuses: Record<string, number> = {};
  const dumb = new Map<string, number>();
  let noAnswer = 0;
  let unverified = 0;
  let world: World = fresh(model, seed);
  for (let n = 0; n < calls; n++) {
    if (n % CALLS_PER_WORLD === 0) world = fresh(model, seed);
    const dice = createDice(seed, 'explore', n);
    const tool = tools[dice.below(tools.length)];
    const operation = tool === undefined ? undefined : operations.get(tool.operation);
    if (tool === undefined || operation === undefined) continue;
    const [credential] = credentials[operation.origin] ?? [];
    const headers = credential?.headers ?? [];
    const request = buildRequest(operation, argumentsFor(tool, operation, world, dice), headers);
    const answer = world.handle(request, model.base.at + 1000 * (n % CALLS_PER_WORLD));
    const status =
      answer.outcome.kind === 'response' ? `${Math.floor(answer.outcome.response.status / 100)}xx` : 'error';
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (answer.unverified) unverified++;
    if (!answer.noAnswer) continue;
    noAnswer++;
    dumb.set(tool.name, (dumb.get(tool.name) ?? 0) + 1);
  }
  const worst = [...dumb].sort((a, b) => b[1] - a[1]).map(([tool, count]) => ({ tool, calls: count }));
  return { calls, noAnswer, unverified, statuses, dumb: worst };
}

function fresh(model: LearnedModel, seed: number): World {
  return createWorld({ model, patches: [], seed, startAt: model.base.at });
}

function argumentsFor(tool: ToolSpec, operation: Operation, world: World, dice: Dice): readonly SlotAssignment[] {
  const { properties, required } = tool.parameters;
  const schemas = isObject(properties) ? properties : {};
  const needed = new Set(isArray(required) ? required : []);
  return tool.arguments.flatMap(({ name, slot }): SlotAssignment[] => {
    if (!needed.has(name) && dice.below(2) === 0) return [];
    const id = slot.in === 'path' && dice.below(10) > 0 ? seenId(operation, slot.name, world, dice) : null;
    return [{ slot, value: id ?? valueOf(schemas[name] ?? {}, dice) }];
  });
}

/** The id of a record that lists would show. */
function seenId(operation: Operation, param: string, world: World, dice: Dice): string | null {
  const segment = operation.segments.find((one) => one.kind === 'param' && one.name === param);
  const resource = segment?.kind === 'param' ? segment.resource : null;
  const ids = resource === null ? [] : [...world.entitiesOf(resource)].map((entity) => entity.id);
  return ids[dice.below(Math.max(1, ids.length))] ?? null;
}

function valueOf(schema: Json, dice: Dice): Json {
  if (!isObject(schema)) return 'x';
  for (const key of ['enum', 'examples'])
    if (isArray(schema[key]) && schema[key].length > 0 && (key === 'enum' || dice.below(2) === 0))
      return schema[key][dice.below(schema[key].length)] ?? null;
  const types = isArray(schema['type']) ? schema['type'] : [schema['type'] ?? 'string'];
  switch (types[dice.below(types.length)]) {
    case 'null':
      return null;
    case 'boolean':
      return dice.below(2) === 0;
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] + dice.below(5) : dice.below(1000);
    case 'array':
      return Array.from({ length: dice.below(3) }, () => valueOf(schema['items'] ?? {}, dice));
    case 'object':
      return objectFor(schema, dice);
    default:
      return textFor(schema, dice);
  }
}

function objectFor({ properties, required }: JsonObject, dice: Dice): Json {
  const needed = new Set(isArray(required) ? required : []);
  return Object.fromEntries(
    Object.entries(isObject(properties) ? properties : {}).flatMap(([name, schema]) =>
      needed.has(name) || dice.below(2) === 0 ? [[name, valueOf(schema, dice)]] : [],
    ),
  );
}

function textFor({ format }: JsonObject, dice: Dice): string {
  if (format === 'email') return `p${dice.below(99)}@example.com`;
  if (format === 'date-time') return '2026-01-02T03:04:05Z';
  if (format === 'date') return '2026-01-02';
  if (format === 'uri') return `https://example.com/${dice.below(99)}`;
  if (format === 'uuid') return '0b7c9e8a-53f1-4d53-9c7d-2f6f2d4a9b10';
  return dice.text('abcdefghijklmnop ', 1 + dice.below(14));
}
