import { expect, it } from 'vitest';
import { createWorld } from '../../src/world/create-world.ts';
import { withNewNames } from '../../src/world/answers/renamed-errors.ts';
import { createViewEdits } from '../../src/world/state/view-edits.ts';
import { compileModel } from '../../src/world/compile-model.ts';
import type { ViewPatch } from '../../src/model/world.ts';
import { helpdeskModel, START } from '../support/models/helpdesk-model.ts';
import { clientOf } from '../support/models/world-client.ts';

const model = helpdeskModel();
const rename = (path: string, to: string): ViewPatch => ({
  p: 'view',
  resource: 'tickets',
  operations: null,
  key: null,
  change: { v: 'rename', path: [path], to, requests: true },
});

it('names the field as requests have to name it now', () => {
  const patches = [rename('subject', 'title')];
  const call = clientOf(createWorld({ model, patches, seed: 1, startAt: START }));
  const refused = call('POST', '/tickets', { ticket: { subject: 'Old name' } });
  expect(refused.status).toBe(422);
  expect(JSON.stringify(refused.body)).not.toContain('subject');
});

it.each([
  [{ fields: { subject: ['is required'] } }, { fields: { title: ['is required'] } }],
  [{ errors: [{ pointer: '/data/attributes/subject' }] }, { errors: [{ pointer: '/data/attributes/title' }] }],
  [{ message: 'The field "subject" is missing.' }, { message: 'The field "title" is missing.' }],
  [{ message: 'No subject to discuss.' }, { message: 'No subject to discuss.' }],
])('finds the name where errors have names: %j', (body, told) => {
  const op = [...compileModel(model).operations.values()].find(
    ({ operation }) => operation.resource === 'tickets' && operation.kind === 'create',
  );
  const views = createViewEdits([rename('subject', 'title')]);
  if (op === undefined || views === null) throw new Error('fixture');
  const bytes = Buffer.from(JSON.stringify(body));
  const response = { status: 422, headers: [['Content-Length', String(bytes.length)]] as const, body: bytes };
  const seen = withNewNames(response, op, views);
  expect(JSON.parse(Buffer.from(seen.body).toString())).toEqual(told);
  expect(seen.headers).toEqual([['Content-Length', String(seen.body.length)]]);
});
