import { expect, it } from 'vitest';
import { learn } from '../../src/learn/learn.ts';
import type { LearnedModel } from '../../src/model/learned-model.ts';
import { call, recorded } from '../support/recorded-calls.ts';

const kindsOf = (model: LearnedModel): Readonly<Record<string, string>> =>
  Object.fromEntries(
    model.operations.map(({ id, kind, resource }) => [
      id.replace('https://api.example.test', ''),
      `${kind} ${resource ?? '-'}`,
    ]),
  );

const note = (id: string, text: string): object => ({ id, object: 'note', text, stage: 'draft', by: 'u-1' });

it('a body asked for below an item is a list where its items are known records', () => {
  const all = [note('n-0001a', 'first'), note('n-0002b', 'second')];
  const model = learn(() =>
    recorded(
      ...all.map((one, at) => [
        call(`GET /boxes/b-100${at}`, { id: `b-100${at}`, title: 'box' }),
        call(`GET /notes/${at === 0 ? 'n-0001a' : 'n-0002b'}`, one),
        call(`POST /boxes/b-100${at}/query`, { object: 'list', results: all }, { body: { stage: 'draft' } }),
      ]),
    ),
  );
  expect(kindsOf(model)['POST /boxes/{box_id}/query']).toBe('list notes');
});

it('what is done to one thing may change a record of another kind under the same id', () => {
  const tie = (id: number, following: boolean): object => ({ id, following, muting: false, blocking: false, note: '' });
  const model = learn(() =>
    recorded(
      ...[7001, 7002, 7003].map((id) => [
        call(`GET /ties?id=${id}`, [tie(id, false)]),
        call(`POST /people/${id}/follow`, tie(id, true)),
        call(`GET /ties?id=${id}`, [tie(id, true)]),
      ]),
    ),
  );
  expect(kindsOf(model)['POST /people/{person_id}/follow']).toBe('action ties');
});

it('the caller’s own record is called after the collection it is asked for in', () => {
  const model = learn(() => recorded([call('GET /v1/members/me', { id: 'm-77f0a', login: 'ada', plan: 'free' })]));
  expect(kindsOf(model)['GET /v1/members/me']).toBe('read members');
});

it('a word that the answer has for its own id is an id, though it was met once', () => {
  const model = learn(() =>
    recorded([
      call('GET /kinds/blogPost', { name: 'Post', sys: { id: 'blogPost', type: 'Kind' } }),
      call('GET /kinds/author', { name: 'Author', sys: { id: 'author', type: 'Kind' } }),
    ]),
  );
  expect(Object.keys(kindsOf(model))).toEqual(['GET /kinds/{kind_id}']);
});

it('names that clients choose may come again below another parent: a POST to the collection makes a record all the same', () => {
  const origin = (box: string): object => ({ name: 'origin-1', address: `${box}.example`, port: 443 });
  const model = learn(() =>
    recorded(
      ...['5001', '5002', '5003'].map((box) => [
        call(`POST /boxes/${box}/backends`, origin(box), { body: origin(box) }),
        call(`GET /boxes/${box}/backends`, [origin(box)]),
        call(`GET /boxes/${box}/backends/origin-1`, origin(box)),
      ]),
    ),
  );
  expect(kindsOf(model)['POST /boxes/{box_id}/backends']).toBe('create backends');
});

it('a key header of a vendor’s own name is a credential, one for repeating or caching is not', () => {
  const carriersOf = (name: string): readonly unknown[] =>
    learn(() =>
      recorded(
        ...[1, 2, 3].map((n) => [
          call(`GET /notes/${n}`, { id: n, text: 'x' }, { headers: [[name, 'k7f3a9c2e1d05b648']] }),
        ]),
      ),
    ).auth.map(({ carrier }) => carrier);
  expect(carriersOf('Vendor-Key')).toEqual([{ in: 'header', name: 'Vendor-Key', prefix: '' }]);
  expect(carriersOf('Idempotency-Key')).toEqual([]);
  expect(carriersOf('Surrogate-Key')).toEqual([]);
});

it('a command that takes something out of a record does not take the record away', () => {
  const model = learn(() =>
    recorded(
      ...['7001', '7002', '7003'].map((id, at) => [
        call(
          'POST /api/rooms.list',
          { ok: true, rooms: [{ id, name: `room ${at}`, topic: 'x', open: true }] },
          { body: {} },
        ),
        call(
          'POST /api/rooms.info',
          { ok: true, room: { id, name: `room ${at}`, topic: 'x', open: true } },
          { body: { room: id } },
        ),
        call('POST /api/chat.delete', { ok: true }, { body: { room: id, ts: `17098${at}.0001` } }),
        call('POST /api/rooms.archive', { ok: true }, { body: { room: id } }),
      ]),
    ),
  );
  expect(kindsOf(model)['POST /api/chat.delete']).toBe('compute -');
  expect(kindsOf(model)['POST /api/rooms.archive']).toBe('action rooms');
});

it('a DELETE of many is still a delete', () => {
  const model = learn(() =>
    recorded(
      ...[7001, 7002, 7003].map((id) => [
        call('POST /macros', { id, name: `macro ${id}`, active: true }, { body: { name: `macro ${id}` }, status: 201 }),
        call(`GET /macros/${id}`, { id, name: `macro ${id}`, active: true }),
        call(`DELETE /macros/destroy_many?ids=${id}`, undefined, { status: 204 }),
      ]),
    ),
  );
  expect(kindsOf(model)['DELETE /macros/destroy_many']).toBe('delete macros');
});
