import type { Episode } from '../../src/model/episode.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { MODEL_VERSION, type LearnedModel } from '../../src/model/learned-model.ts';
import type { Operation } from '../../src/model/operation.ts';
import type { Resource, ResourceField } from '../../src/model/resource.ts';
import type { EntityChange } from '../../src/model/trace.ts';
import type { CallStep, RolloutEnd, Step, Trajectory } from '../../src/model/rollout.ts';
import type { GoalAtom, Task } from '../../src/model/task.ts';

/** The smallest model that rollouts can be judged against: tickets with a status and a note, and customers. */
export const DESK_MODEL: LearnedModel = {
  version: MODEL_VERSION,
  expansions: [],
  origins: ['https://desk.test'],
  operations: [
    operation('read_ticket', 'GET', 'read', true),
    operation('update_ticket', 'PATCH', 'update', true),
    operation('create_ticket', 'POST', 'create', false),
    operation('delete_ticket', 'DELETE', 'delete', true),
    operation('list_tickets', 'GET', 'list', false),
  ],
  resources: [
    {
      name: 'tickets',
      singular: 'ticket',
      origin: 'https://desk.test',
      idPath: ['id'],
      idShape: { kind: 'integer', min: 1, max: 99, step: 1 },
      scope: 'global',
      parent: null,
      singleton: false,
      fields: [
        field('id', 'id'),
        field('status', 'plain'),
        field('note', 'plain'),
        field('updated_at', 'volatile'),
        field('comment_count', 'derived'),
        field('customer_id', 'foreign-key', 'customers'),
      ],
      naturalKey: [],
      labelField: null,
      softDelete: null,
      goneStatus: 404,
    } satisfies Resource,
  ],
  auth: [],
  errors: [],
  commonHeaders: {},
  workflow: { follows: [], lifecycles: [] },
  base: { at: 0, entities: [], deleted: [], history: [], sequences: {} },
  samples: [],
  ambiguous: [],
  latency: {},
  rates: {},
};

function operation(name: string, method: string, kind: Operation['kind'], item: boolean): Operation {
  return {
    id: `${method} ${name}`,
    name,
    method,
    origin: 'https://desk.test',
    segments: [
      { kind: 'literal', text: 'tickets' },
      ...(item
        ? [
            {
              kind: 'param',
              name: 'ticket_id',
              prefix: '',
              suffix: '',
              shape: { kind: 'integer', min: 1, max: 99, step: 1 },
              resource: 'tickets',
              aliases: [],
            } as const,
          ]
        : []),
    ],
    discriminator: null,
    kind,
    count: 1,
    resource: 'tickets',
    target: item ? { in: 'path', name: 'ticket_id' } : null,
    parents: [],
    request: { contentType: 'application/json', body: [], query: [], headers: [] },
    branches: [],
    list: null,
    authenticated: false,
  };
}

function field(name: string, role: ResourceField['role'], references: string | null = null): ResourceField {
  return {
    path: [name],
    types: ['string'],
    presence: 1,
    seen: 1,
    nullShare: 0,
    enum: null,
    format: null,
    examples: [],
    distinct: 1,
    minLength: null,
    maxLength: null,
    min: null,
    max: null,
    role,
    references,
    writable: true,
  };
}

export function episodeWith(goal: readonly GoalAtom[], changes: Partial<Episode> = {}): Episode {
  const task: Task = {
    id: 't0',
    session: 's',
    cut: 0,
    workflow: 'w',
    kind: 'update',
    use: 'yes',
    instruction: 'Set the status of ticket 7 to open.',
    phrasings: [],
    inputs: { ticket_id: 7 },
    start: [],
    startAt: 0,
    principal: null,
    goal,
    oracle: { steps: [] },
    scope: ['tickets/7'],
    recorded: [],
    withRead: true,
    writes: 1,
  };
  return {
    id: 'e0',
    interface: 'http',
    task,
    plan: [],
    seed: 1,
    patches: [],
    ownPatches: 0,
    startAt: 0,
    instruction: task.instruction,
    inputs: task.inputs,
    policy: '',
    goal,
    oracle: task.oracle,
    oraclePatches: [],
    user: null,
    mustNot: [],
    hostile: [],
    mutators: [],
    family: 'neutral',
    limits: {
      oracleCalls: 2,
      oracleWrites: 1,
      oracleAttempts: 1,
      calls: 28,
      writeSlack: 0,
      timeoutMs: 10_000,
      oracleBytes: 0,
    },
    sideEffects: [],
    split: 'train',
    proof: {
      interface: 'http',
      oracle: [],
      variants: [],
      baselines: [],
      mutants: [],
      bite: null,
      resetEqual: true,
      replayEqual: true,
      noAnswer: 0,
      unverified: 0,
      calls: 0,
    },
    ...changes,
  };
}

/** A call as it would stand in a trajectory; `index` and `at` are set by `trajectoryOf`. */
export function call(
  name: string,
  target: string,
  options: {
    readonly body?: JsonObject;
    readonly status?: number;
    readonly answer?: JsonObject;
    readonly headers?: readonly (readonly [string, string])[];
    readonly requestHeaders?: readonly (readonly [string, string])[];
    readonly changes?: readonly EntityChange[];
    readonly faulty?: boolean;
    readonly lost?: boolean;
  } = {},
): CallStep {
  const known = DESK_MODEL.operations.find((candidate) => candidate.name === name);
  const { status = 200, answer = {}, changes = [] } = options;
  return {
    kind: 'call',
    index: 0,
    at: 0,
    request: {
      method: known?.method ?? 'GET',
      origin: 'https://desk.test',
      target,
      headers: options.requestHeaders ?? [['Content-Type', 'application/json']],
      body: options.body === undefined ? new Uint8Array(0) : Buffer.from(JSON.stringify(options.body)),
    },
    tool: null,
    outcome:
      options.lost === true
        ? { kind: 'error', error: { kind: 'timeout', message: 'no answer' } }
        : {
            kind: 'response',
            response: {
              status,
              headers: [['Content-Type', 'application/json'], ...(options.headers ?? [])],
              body: Buffer.from(JSON.stringify(answer)),
            },
          },
    latencyMs: 10,
    operation: known?.id ?? null,
    source: 'entity',
    unverified: false,
    noAnswer: false,
    principal: null,
    reads: [],
    changes,
    faults: options.faulty === true ? [{ patch: 0, request: 0, at: 0, what: 'status' }] : [],
  };
}

export function wait(seconds: number): Step {
  return { kind: 'wait', index: 0, at: 0, seconds };
}

/** Puts steps on a clock (a second each, and their waits) and works out the net diff. */
export function trajectoryOf(
  steps: readonly Step[],
  end: RolloutEnd = { kind: 'finished', answer: null },
  start: Readonly<Record<string, JsonObject | null>> = { 'tickets/7': { id: 7, status: 'new' } },
): Trajectory {
  let at = 0;
  const timed = steps.map((step, index) => {
    const placed = { ...step, index, at };
    at += 1_000 + (step.kind === 'wait' ? step.seconds * 1_000 : 0);
    return placed;
  });
  const state = new Map<string, EntityChange>();
  for (const step of timed) {
    for (const change of step.kind === 'call' ? step.changes : []) {
      const first = state.get(change.key);
      state.set(change.key, { ...change, before: first === undefined ? change.before : first.before });
    }
  }
  const diff = [...state.values()].filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
  const subjects = Object.entries(start).map(([key, before]) => ({
    key,
    resource: key.split('/')[0] ?? '',
    before,
    after: state.has(key) ? (state.get(key)?.after ?? null) : before,
  }));
  return { interface: 'http', steps: timed, end, diff, subjects, foreign: [], digest: '', startedAt: 0, endedAt: at };
}

export function change(key: string, before: JsonObject | null, after: JsonObject | null): EntityChange {
  return { key, resource: key.split('/')[0] ?? '', before, after };
}

export const OPEN_GOAL: readonly GoalAtom[] = [
  { kind: 'field', key: 'tickets/7', resource: 'tickets', path: ['status'], match: { m: 'exact', value: 'open' } },
];

/** Reads ticket 7 and sets it open, the right way. */
export const RIGHT_STEPS: readonly CallStep[] = [
  call('read_ticket', '/tickets/7', { answer: { id: 7, status: 'new' } }),
  call('update_ticket', '/tickets/7', {
    body: { status: 'open' },
    answer: { id: 7, status: 'open' },
    changes: [change('tickets/7', { id: 7, status: 'new' }, { id: 7, status: 'open' })],
  }),
];
