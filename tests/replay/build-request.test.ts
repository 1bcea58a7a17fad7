import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBody } from '../../src/model/body.ts';
import { buildRequest } from '../../src/model/build-request.ts';
import { decodePercent, queryOf } from '../../src/model/http.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { operation } from '../support/notes-model.ts';

const word = fc.string({ minLength: 1, maxLength: 6 });
const name = fc.stringMatching(/^[a-z][a-z_]{0,5}$/).filter((text) => text !== '__proto__');
const tree = fc.letrec<{ json: Json; object: JsonObject }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    word,
    fc.array(word, { minLength: 1, maxLength: 3 }),
    tie('object'),
    fc.array(tie('object'), { minLength: 1, maxLength: 2 }),
  ) as fc.Arbitrary<Json>,
  object: fc.dictionary(name, tie('json'), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
}));

describe('a built request', () => {
  it('carries path and query values that decode to what was put in', () => {
    fc.assert(
      fc.property(word, fc.array(fc.tuple(name, word), { maxLength: 4 }), (id, pairs) => {
        const values = [
          { slot: { in: 'path', name: 'id' }, value: id } as const,
          ...pairs.map(([key, value]) => ({ slot: { in: 'query', name: key } as const, value })),
        ];
        const { target } = buildRequest(operation('GET', '/notes/{id}'), values);
        const [path = ''] = target.split('?');
        expect(decodePercent(path.slice('/notes/'.length))).toBe(id);
        expect(queryOf(target)).toEqual(pairs);
      }),
    );
  });

  it('puts body values where their slots say, for JSON and for forms alike', () => {
    fc.assert(
      fc.property(
        tree.object,
        fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'),
        (body, contentType) => {
          const create = operation('POST', '/notes', { request: { contentType, body: [], query: [], headers: [] } });
          const values = Object.entries(body).map(([key, value]) => ({
            slot: { in: 'body', path: [key] } as const,
            value,
          }));
          const { headers, body: bytes } = buildRequest(create, values);
          const decoded = decodeBody(headers, bytes);
          expect(decoded.kind === 'json' || decoded.kind === 'form' ? decoded.value : decoded).toEqual(body);
        },
      ),
    );
  });

  it('makes lists of numbered steps and repeats lists in the query', () => {
    const values = [
      { slot: { in: 'body', path: ['items', 0, 'id'] }, value: 1 },
      { slot: { in: 'body', path: ['items', 1, 'id'] }, value: 2 },
      { slot: { in: 'query', name: 'tag' }, value: ['a', 'b'] },
    ] as const;
    const request = buildRequest(operation('POST', '/notes'), values);
    expect(Buffer.from(request.body).toString()).toBe('{"items":[{"id":1},{"id":2}]}');
    expect(request.target).toBe('/notes?tag=a&tag=b');
  });

  it('fills in the discriminator unless it is given', () => {
    const rpc = operation('POST', '/rpc', {
      discriminator: { slot: { in: 'body', path: ['method'] }, value: 'list', document: null },
    });
    expect(Buffer.from(buildRequest(rpc, []).body).toString()).toBe('{"method":"list"}');
    const given = buildRequest(rpc, [{ slot: { in: 'body', path: ['method'] }, value: 'other' }]);
    expect(Buffer.from(given.body).toString()).toBe('{"method":"other"}');
  });

  it('lets extra headers replace and needs every path value', () => {
    const request = buildRequest(
      operation('GET', '/notes'),
      [{ slot: { in: 'header', name: 'X-A' }, value: 1 }],
      [['x-a', '2']],
    );
    expect(request.headers).toEqual([['X-A', '2']]);
    expect(() => buildRequest(operation('GET', '/notes/{id}'), [])).toThrow('"id"');
  });
});
