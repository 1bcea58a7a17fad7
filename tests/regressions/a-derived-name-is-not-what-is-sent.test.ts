import { expect, it } from 'vitest';
import { learn } from '../../src/learn/learn.ts';
import { writtenField } from '../../src/model/written-field.ts';
import { call, recorded } from '../support/recorded-calls.ts';

it('a name that is kept as it was sent is the field, not the one that is made of it', () => {
  const room = (id: number, name: string): object => ({ id, name, name_normalized: name, open: true });
  const model = learn(() =>
    recorded(
      ...['falcon', 'party', 'incident', 'retro'].map((name, at) => [
        call('POST /rooms', room(7001 + at, name), { body: { name }, status: 201 }),
        call(`GET /rooms/${7001 + at}`, room(7001 + at, name)),
      ]),
    ),
  );
  const create = model.operations.find(({ kind }) => kind === 'create');
  if (create === undefined) throw new Error('no create was learned');
  expect(writtenField(create, { in: 'body', path: ['name'] })).toEqual(['name']);
});
