import { expect, it } from 'vitest';
import { learn } from '../../src/learn/learn.ts';
import { toolsOf } from '../../src/learn/tools-of.ts';
import { callerParameters } from '../../src/model/caller-slots.ts';
import { credentialsOf } from '../../src/replay/credentials.ts';
import { call, recorded } from '../support/recorded-calls.ts';

const mine = 'key=0a1b2c3d4e5f&token=f00dfeed0123';
const sessions = recorded(
  ...[41, 42, 43].map((id) => [
    call(`GET /v1/notes?${mine}&key_word=old`, [{ id, title: 'one' }]),
    call(`GET /v1/notes/${id}?${mine}`, { id, title: 'one' }),
    call(`PUT /v1/notes/${id}?${mine}`, { id, title: `new ${id}` }, { body: { title: `new ${id}` } }),
  ]),
);
const model = learn(() => sessions);

it('every parameter that says who is calling is known, and no other', () => {
  expect([...callerParameters(model, 'https://api.example.test').keys()]).toEqual(['key', 'token']);
});

it('tools do not ask for them', () => {
  for (const { parameters } of toolsOf(model)) {
    expect(Object.keys(parameters['properties'] as object)).not.toContain('key');
    expect(Object.keys(parameters['properties'] as object)).not.toContain('token');
  }
});

it('agents get them with the credentials', () => {
  expect(Object.values(credentialsOf(model, null)).flat()[0]?.query).toEqual([
    ['key', '0a1b2c3d4e5f'],
    ['token', 'f00dfeed0123'],
  ]);
});
