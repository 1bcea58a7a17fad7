import { expect, it } from 'vitest';
import { learn } from '../../src/learn/learn.ts';
import { toolsOf } from '../../src/learn/tools-of.ts';
import { call, recorded } from '../support/recorded-calls.ts';

const page = {
  items: [
    { id: 41, name: 'one' },
    { id: 42, name: 'two' },
  ],
  size: 20,
};
const asked = Array.from({ length: 6 }, () => [
  call('GET /v1/things?size=20', page),
  call('GET /v1/things/41', page.items[0]),
]);
const required = (sessions: ReturnType<typeof recorded>): unknown =>
  toolsOf(learn(() => sessions)).find(({ name }) => name === 'list_things')?.parameters['required'];

it('a query parameter of a list that every recorded call sent may be left out', () => {
  expect(required(recorded(...asked))).toEqual([]);
});

it('one that was refused when missing may not', () => {
  const refused = call(
    'GET /v1/things',
    { error: 'invalid', field: 'size', message: 'size is required' },
    { status: 422 },
  );
  expect(required(recorded(...asked, [refused], [refused], [refused]))).toEqual(['size']);
});
