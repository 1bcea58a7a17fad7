/**
 * The laws every reference API obeys, so that a disagreement with a learned world can be blamed on the world.
 */
import { describe, expect, it } from 'vitest';
import { isJsonObject, parseJson } from '../support/reference-apis/json.ts';
import { readJsonPath } from '../support/reference-apis/json-path.ts';
import { entityKey } from '../support/reference-apis/probe.ts';
import { RECORDING_START, recordSessions } from '../support/reference-apis/record-sessions.ts';
import type { ReferenceRecording } from '../support/reference-apis/record-sessions.ts';
import { REFERENCE_APIS } from '../support/reference-apis/reference-apis.ts';
import type { ReferenceApi, ReferenceInstance } from '../support/reference-apis/reference-api.ts';
import { runProbes } from '../support/reference-apis/run-probes.ts';
import type { ProbedCall } from '../support/reference-apis/run-probes.ts';

const SEEDS = [1, 2, 3];
const HOUR = 3_600_000;

describe.each(REFERENCE_APIS)('$name', (api) => {
  it('covers every operation at least three times in 60 sessions', () => {
    for (const seed of SEEDS) {
      const counts = new Map(api.operations.map((operation) => [operation, 0]));
      for (const { request } of recordSessions(api, seed, 60).interactions) {
        const operation = api.operationOf(request);
        if (operation !== undefined) counts.set(operation, (counts.get(operation) ?? 0) + 1);
      }
      expect([...counts].filter(([, count]) => count < 3)).toEqual([]);
    }
  });

  it('answers the same bytes for the same seed', () => {
    const run = (): string[] => {
      const { interactions, instance, end } = recordSessions(api, 5, 20);
      const probed = probe(api, instance, 5, end, 200).map(({ response }) => response);
      return [...interactions.map(({ response }) => response), ...probed].map(
        ({ status, headers, body }) => `${status} ${JSON.stringify(headers)} ${new TextDecoder().decode(body)}`,
      );
    };
    expect(run()).toEqual(run());
  });

  it('chooses other ids or request ids for another seed, and the same seed data', () => {
    expect(api.create(1).dump()).toEqual(api.create(2).dump());
  });

  it('reads back what a write answered', () => {
    let compared = 0;
    for (const { calls } of runs(api)) {
      let written: ProbedCall | undefined;
      for (const call of calls) {
        const { action } = call;
        if (action.class === 'write') written = action.shows === undefined ? undefined : call;
        const isReadBack = action.class === 'read-item' && written !== undefined && action.shows !== undefined;
        if (!isReadBack || keyOf(call) !== keyOf(written as ProbedCall)) continue;
        compared += 1;
        expect(shown(call), describeCall(call)).toEqual(shown(written as ProbedCall));
      }
    }
    expect(compared).toBeGreaterThan(100);
  });

  it('shows an entity alike in its list and by its id', () => {
    for (const { instance, end } of runs(api)) {
      let at = end;
      const crawled = api.crawl((request, afterMs) => instance.handle(request, (at += afterMs ?? 700)));
      for (const { name, pairs } of crawled) {
        expect(pairs.length, name).toBeGreaterThan(2);
        for (const { listed, item } of pairs) {
          expect(isJsonObject(item), `${name} ${JSON.stringify(listed).slice(0, 200)} has no item`).toBe(true);
          expect(item, name).toMatchObject(listed);
        }
      }
    }
  });

  it('changes nothing when it refuses', () => {
    for (const start of ['fresh', 'recorded'] as const) {
      const { instance, at } = begin(api, start, 4);
      let before = instance.dump();
      for (const call of take(runProbes(api, instance, 4, at), 500)) {
        const after = instance.dump();
        if (api.errorOf(call.response) !== undefined) expect(after, describeCall(call)).toEqual(before);
        if (call.request.method === 'GET') expect(after, describeCall(call)).toEqual(before);
        before = after;
      }
    }
  });

  it('probes do what their class says', () => {
    for (const { calls } of runs(api)) {
      for (const call of calls) {
        const error = api.errorOf(call.response);
        expect(error === undefined ? 'success' : 'refusal', `${error} ${describeCall(call)}`).toBe(
          call.action.class === 'error' ? 'refusal' : 'success',
        );
        expect(api.origins).toContain(call.request.origin);
      }
    }
  });

  it('keeps the mix of probes', () => {
    for (const { calls } of runs(api)) {
      const counted = calls.map(({ action }) => action).filter((action) => action.class !== 'auth');
      const share = (fits: (action: (typeof counted)[number]) => boolean): number =>
        counted.filter(fits).length / counted.length;
      expect(
        share((action) => action.class === 'write'),
        'writes',
      ).toBeGreaterThanOrEqual(0.4);
      expect(
        share((action) => action.untouched),
        'untouched',
      ).toBeGreaterThanOrEqual(0.25);
      expect(
        share((action) => action.class === 'error'),
        'errors',
      ).toBeGreaterThanOrEqual(0.15);
      expect(
        share((action) => action.class === 'filter' || action.class === 'page'),
        'pages',
      ).toBeGreaterThanOrEqual(0.1);
      const errors = counted.filter((action) => action.class === 'error');
      const rare = errors.filter((action) => !action.known).length / errors.length;
      expect(rare, 'unrecorded errors').toBeGreaterThanOrEqual(0.3);
      expect(rare, 'unrecorded errors').toBeLessThanOrEqual(0.45);
      for (const [index, action] of counted.entries()) {
        if (action.class !== 'write' || index > counted.length - 10) continue;
        const soon = counted.slice(index + 1, index + 7);
        const reads = soon.filter((later) => ['read-item', 'list', 'filter', 'page'].includes(later.class));
        expect(reads.length, `reads after ${action.method} ${action.pathTemplate}`).toBeGreaterThan(0);
      }
    }
  });

  it('labels error branches as recorded or not, truly', () => {
    for (const seed of SEEDS) {
      const recording = recordSessions(api, seed, 60);
      const recorded = new Set(
        recording.interactions.map(({ request, response }) => signature(api, request, response)),
      );
      const wrong = new Set<string>();
      for (const call of probe(api, recording.instance, seed, recording.end, 1000)) {
        if (call.action.class !== 'error') continue;
        const name = signature(api, call.request, call.response);
        if (recorded.has(name) !== call.action.known) wrong.add(`${call.action.known ? 'known' : 'rare'}: ${name}`);
      }
      expect([...wrong]).toEqual([]);
    }
  });

  it('labels entities as untouched, truly, though lists have shown them', () => {
    for (const seed of SEEDS) {
      const recording = recordSessions(api, seed, 60);
      const touched = new Set(recording.interactions.flatMap(({ request }) => api.entitiesOf(request)));
      const found = new Set<string | number>();
      let answers = recording.interactions.map(({ response }) => new TextDecoder().decode(response.body)).join('\n');
      for (const call of probe(api, recording.instance, seed, recording.end, 1000)) {
        const { action } = call;
        const key = keyOf(call);
        if (action.class === 'write') answers += new TextDecoder().decode(call.response.body);
        if (key === undefined || !action.untouched) continue;
        expect(touched.has(key), `${key} was addressed in a session`).toBe(false);
        const slot = action.entity?.match(/\{(\w+)\}(?!.*\{)/)?.[1] ?? '';
        const ref = action.slots[slot];
        if (ref?.kind !== 'literal' || found.has(ref.value)) continue;
        expect(answers).toContain(JSON.stringify(ref.value));
        found.add(ref.value);
      }
    }
  });
});

function signature(api: ReferenceApi, request: ProbedCall['request'], response: ProbedCall['response']): string {
  return `${api.operationOf(request)} ${api.errorOf(response)}`;
}

interface Run {
  readonly calls: readonly ProbedCall[];
  readonly instance: ReferenceInstance;
  readonly end: number;
}

const made = new Map<string, readonly Run[]>();

/** 1000 probes on a fresh server, and on one that the sessions have used; several laws look at the same ones. */
function runs(api: ReferenceApi): readonly Run[] {
  let all = made.get(api.name);
  if (all === undefined) {
    all = (['fresh', 'recorded'] as const).flatMap((start) =>
      SEEDS.map((seed) => {
        const { instance, at } = begin(api, start, seed);
        const calls = probe(api, instance, seed, at, 1000);
        return { calls, instance, end: (calls.at(-1)?.at ?? at) + HOUR };
      }),
    );
    made.clear();
    made.set(api.name, all);
  }
  return all;
}

function begin(
  api: ReferenceApi,
  start: 'fresh' | 'recorded',
  seed: number,
): { instance: ReferenceInstance; at: number } {
  if (start === 'fresh') return { instance: api.create(seed), at: RECORDING_START };
  const recording: ReferenceRecording = recordSessions(api, seed, 60);
  return { instance: recording.instance, at: recording.end + HOUR };
}

function probe(api: ReferenceApi, instance: ReferenceInstance, seed: number, at: number, count: number): ProbedCall[] {
  return [...take(runProbes(api, instance, seed, at), count)];
}

function* take<T>(items: Iterator<T>, count: number): Generator<T> {
  for (let taken = 0; taken < count; taken++) yield items.next().value;
}

function keyOf(call: ProbedCall): string | undefined {
  return entityKey(call.action, call.after);
}

function shown(call: ProbedCall): unknown {
  return readJsonPath(parseJson(call.response.body), call.action.shows ?? '$');
}

function describeCall({ request, response }: ProbedCall): string {
  const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).slice(0, 300);
  return `${request.method} ${request.path} ${decode(request.body)} -> ${response.status} ${decode(response.body)}`;
}
