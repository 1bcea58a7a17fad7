import { expect, it } from 'vitest';
import { postman } from '../../../src/capture/formats/postman.ts';
import type { Json } from '../../../src/model/json.ts';

const saved = (method: string, path: string): Json => ({
  name: path,
  request: { method, url: `https://api.test${path}` },
  response: [{ code: 200, body: '{}' }],
});
const collection = (...item: Json[]): Json => ({ info: { name: 'x', _postman_id: '1' }, item });
const groupsOf = (document: Json): readonly unknown[] =>
  postman
    .parse(document, false)
    .groups.map(({ name, exchanges }) => [name, exchanges.map(({ request }) => request.target)]);

it('what stands in one folder of a collection is one session, inner folders included', () => {
  expect(
    groupsOf(
      collection(
        { name: 'Users', item: [saved('GET', '/users'), { name: 'inner', item: [saved('POST', '/users')] }] },
        { name: 'Orders', item: [saved('GET', '/orders')] },
        saved('GET', '/health'),
      ),
    ),
  ).toEqual([
    ['Users', ['/users', '/users']],
    ['Orders', ['/orders']],
    ['others', ['/health']],
  ]);
});

it('a collection without folders is one session', () => {
  expect(groupsOf(collection(saved('GET', '/a'), saved('GET', '/b')))).toEqual([[null, ['/a', '/b']]]);
});
