import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { learn } from '../../src/learn/learn.ts';
import type { Overrides } from '../../src/learn/overrides.ts';
import { overridesFor } from '../../src/pipeline/overrides-for.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { call, recorded } from '../support/recorded-calls.ts';

const ORIGIN = 'https://api.example.test';
const door = (id: number, state: string) => ({ id, code: `D-${id * 3}`, state });

const SESSIONS = recorded(
  ...[11, 12, 13, 14].map((id) => [
    call(`GET /v1/doors/${id}`, door(id, 'open')),
    call('GET /v1/doors', { doors: [11, 12, 13, 14].map((each) => door(each, 'open')) }),
    call(`POST /v1/doors/${id}/lock`, { done: true }),
    call('GET /v1/doors/2024', { year: 2024, opened: 7 }),
    call('POST /v1/lookup', { id: 900 + id, code: 'D-33' }, { body: { code: 'D-33' } }),
  ]),
);

describe('overrides', () => {
  it('make a word of what looks like a value', () => {
    const told = templates({ literal: [`${ORIGIN}/v1/doors/2024`] });
    expect(told).toContain('GET /v1/doors/2024');
    expect(templates({})).not.toContain('GET /v1/doors/2024');
  });

  it('say which field the id is', () => {
    const model = learn(() => SESSIONS, { overrides: { idField: { doors: 'code' } } });
    expect(model.resources.find(({ name }) => name === 'doors')?.idPath).toEqual(['code']);
  });

  it('say what an operation does', () => {
    const effects = { [`POST /v1/doors/{door_id}/lock`]: { set: { state: 'locked' } } };
    expect(stateAfterLock({ effects })).toBe('locked');
    expect(stateAfterLock({})).toBe('open');
    expect(statusAfterLock({ effects: { [`POST ${ORIGIN}/v1/doors/{id}/lock`]: 'delete' } })).toBe(404);
  });

  it('say that an operation changes nothing', () => {
    const model = learn(() => SESSIONS, { overrides: { effects: { 'POST /v1/lookup': 'none' } } });
    const lookup = model.operations.find(({ id }) => id.endsWith('/lookup'));
    expect([lookup?.kind, lookup?.branches.flatMap(({ effects }) => effects)]).toEqual(['compute', []]);
  });

  it('name what is there where a name fits nothing', () => {
    expect(() => learn(() => SESSIONS, { overrides: { idField: { windows: 'id' } } })).toThrow(/windows.*doors/);
    expect(() => learn(() => SESSIONS, { overrides: { effects: { 'POST /v1/gates': 'none' } } })).toThrow(
      /gates.*lookup/,
    );
    expect(() => learn(() => SESSIONS, { overrides: { idField: { windows: 'id' } }, isPart: true })).not.toThrow();
  });
});

describe('offscript.overrides.json', () => {
  const folder = mkdtempSync(join(tmpdir(), 'offscript-overrides-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const written = (text: string): Overrides => {
    writeFileSync(join(folder, 'offscript.overrides.json'), text);
    return overridesFor(join(folder, 'rec.sqlite'));
  };

  it('is read beside the recording', () => {
    expect(overridesFor(join(folder, 'rec.sqlite'))).toEqual({});
    const overrides = { literal: ['https://a/b'], effects: { x: 'none' } };
    expect(written(JSON.stringify(overrides))).toEqual(overrides);
  });

  it.each([
    ['{'],
    ['[]'],
    ['{"litteral": []}'],
    ['{"literal": {}}'],
    ['{"effects": {"x": "drop"}}'],
    ['{"idField": {"x": 1}}'],
  ])('refuses %s', (text) => {
    expect(() => written(text)).toThrow(/offscript\.overrides\.json/);
  });
});

function templates(overrides: Overrides): readonly string[] {
  return learn(() => SESSIONS, { overrides }).operations.map(({ id }) => id.replace(ORIGIN, ''));
}

function afterLock(overrides: Overrides): { readonly status: number; readonly state: unknown } {
  const model = learn(() => SESSIONS, { overrides: { literal: [`${ORIGIN}/v1/doors/2024`], ...overrides } });
  const world = createWorld({ model, patches: [], seed: 1, startAt: model.base.at });
  world.handle(call('POST /v1/doors/12/lock', undefined).request, model.base.at + 1000);
  const { outcome } = world.handle(call('GET /v1/doors/12', undefined).request, model.base.at + 2000);
  if (outcome.kind !== 'response') throw new Error('no response');
  const { status, body } = outcome.response;
  return {
    status,
    state: status === 200 ? (JSON.parse(Buffer.from(body).toString()) as { state: string }).state : null,
  };
}

function stateAfterLock(overrides: Overrides): unknown {
  return afterLock(overrides).state;
}

function statusAfterLock(overrides: Overrides): number {
  return afterLock(overrides).status;
}
