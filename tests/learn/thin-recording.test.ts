import { expect, it } from 'vitest';
import { canonicalJson, type Json } from '../../src/model/json.ts';
import { learn } from '../../src/learn/learn.ts';
import { traceSession } from '../../src/learn/trace/trace-session.ts';
import { toolsOf } from '../../src/learn/tools-of.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { call, recorded, timeOfCall } from '../support/recorded-calls.ts';

/** One life of one record, seen once: what test-suite recordings are made of. */
const WIDGET = { id: 501, label: 'first', size: 4, status: 'new', created: timeOfCall(1) };
const LIFE = recorded([
  call('POST /v1/widgets', WIDGET, { body: { label: 'first', size: 4 }, status: 201 }),
  call('GET /v1/widgets/501', WIDGET),
  call('PUT /v1/widgets/501', { ...WIDGET, label: 'renamed' }, { body: { label: 'renamed' } }),
  call('GET /v1/widgets', { data: [{ ...WIDGET, label: 'renamed' }], page: 1, pages: 1, results: 1 }),
  call('DELETE /v1/widgets/501', undefined, { status: 204 }),
  call('GET /v1/widgets/501', { error: 'not_found' }, { status: 404 }),
]);

it('learns a whole life from a single witness', () => {
  const model = learn(() => LIFE);
  expect(model.resources.map(({ name, idPath }) => [name, idPath])).toEqual([['widgets', ['id']]]);
  expect(model.operations.map(({ kind, method }) => `${kind} ${method}`).sort()).toEqual([
    'create POST',
    'delete DELETE',
    'list GET',
    'read GET',
    'replace PUT',
  ]);
});

it('answers new values with what was learned from one', () => {
  const model = learn(() => LIFE);
  const world = createWorld({ model, patches: [], seed: 1, startAt: model.base.at });
  const send = (target: string, body?: unknown): { status: number; body: Record<string, unknown> } => {
    const { request } = call(target, undefined, body === undefined ? {} : { body });
    const { outcome } = world.handle(request, model.base.at + 1000);
    if (outcome.kind !== 'response') throw new Error('no response');
    const text = new TextDecoder().decode(outcome.response.body);
    return { status: outcome.response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  };
  const made = send('POST /v1/widgets', { label: 'second', size: 9 });
  expect(made).toMatchObject({ status: 201, body: { label: 'second', size: 9, status: 'new' } });
  const id = String(made.body['id']);
  expect(id).not.toBe('501');
  expect(send(`PUT /v1/widgets/${id}`, { label: 'third' })).toMatchObject({
    status: 200,
    body: { label: 'third', size: 9 },
  });
  expect(send(`GET /v1/widgets/${id}`)).toMatchObject({ status: 200, body: { label: 'third', size: 9 } });
  expect(send('GET /v1/widgets').body['data']).toHaveLength(1);
  expect(send(`DELETE /v1/widgets/${id}`).status).toBe(204);
  expect(send(`GET /v1/widgets/${id}`)).toMatchObject({ status: 404, body: { error: 'not_found' } });
});

it('gives the same model for the same recording', () => {
  const text = (): string => canonicalJson(learn(() => LIFE) as unknown as Json);
  expect(text()).toBe(text());
});

it('traces where values came from and what a step changed', () => {
  const model = learn(() => LIFE);
  const [session] = LIFE;
  if (session === undefined) throw new Error('no session');
  const { steps } = traceSession(model, session);
  expect(steps[0]?.changes).toMatchObject([{ key: 'widgets/501', before: null, after: { label: 'first' } }]);
  expect(steps[1]?.values).toMatchObject([
    { value: '501', source: { kind: 'response', step: 0, entity: 'widgets/501' } },
  ]);
  expect(steps[2]?.changes).toMatchObject([
    { key: 'widgets/501', before: { label: 'first' }, after: { label: 'renamed', size: 4 } },
  ]);
  expect(steps[4]?.changes).toMatchObject([{ key: 'widgets/501', after: null }]);
  expect(steps[5]).toMatchObject({ success: false, changes: [] });
});

it('offers every operation as a tool', () => {
  const tools = toolsOf(learn(() => LIFE));
  expect(tools.map(({ name }) => name).sort()).toEqual([
    'create_widget',
    'delete_widget',
    'get_widget',
    'list_widgets',
    'replace_widget',
  ]);
  expect(tools.find(({ name }) => name === 'create_widget')?.arguments.map(({ name }) => name)).toEqual([
    'label',
    'size',
  ]);
});
