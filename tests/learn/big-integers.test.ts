import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bigIntegersAsNumbers, bigIntegersAsText } from '../../src/model/big-integers.ts';
import type { Interaction } from '../../src/model/recording.ts';
import { learn } from '../../src/learn/learn.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { call, recorded } from '../support/recorded-calls.ts';

const FIRST = 1180591620717411303n;
const idOf = (n: number): string => String(FIRST + BigInt(n) * 4_194_304_017n);
const plant = (n: number, name: string): string =>
  `{"id":${idOf(n)},"name":"${name}","bed_id":${idOf(n % 3)},"id_str":"${idOf(n)}","height":${n + 3}}`;

/** Ids are JSON numbers that no double holds. */
function sessions(): ReturnType<typeof recorded> {
  const all: Interaction[][] = [];
  for (let n = 3; n < 19; n++)
    all.push([
      call('POST /plants', plant(n, `Fern ${n}`), {
        body: `{"name":"Fern ${n}","bed_id":${idOf(n % 3)},"height":${n + 3}}`,
        status: 201,
      }),
      call(`GET /plants/${idOf(n)}`, plant(n, `Fern ${n}`)),
      call(`PATCH /plants/${idOf(n)}`, plant(n, `Moss ${n}`), { body: { name: `Moss ${n}` } }),
      ...(n % 4 === 0
        ? [
            call(`DELETE /plants/${idOf(n)}`, undefined, { status: 204 }),
            call(`GET /plants/${idOf(n)}`, { error: 'not_found' }, { status: 404 }),
          ]
        : []),
    ]);
  return recorded(...all);
}

const model = learn(sessions);

function world(): (target: string, body?: unknown) => readonly [number, string] {
  const made = createWorld({ model, patches: [], seed: 1, startAt: model.base.at });
  let at = model.base.at;
  return (target, body) => {
    const { outcome } = made.handle(call(target, undefined, body === undefined ? {} : { body }).request, (at += 1000));
    if (outcome.kind !== 'response') throw new Error('no response');
    return [outcome.response.status, new TextDecoder().decode(outcome.response.body)];
  };
}

describe('integers beyond 2^53', () => {
  it('are joined with the paths that name them, and written digit by digit', () => {
    const send = world();
    expect(model.resources.map(({ name }) => name)).toEqual(['plants']);
    expect(send(`PATCH /plants/${idOf(5)}`, { name: 'Ivy' })).toEqual([200, plant(5, 'Ivy')]);
    expect(send(`GET /plants/${idOf(5)}`)).toEqual([200, plant(5, 'Ivy')]);
    expect(send(`DELETE /plants/${idOf(6)}`)[0]).toBe(204);
    expect(send(`GET /plants/${idOf(6)}`)[0]).toBe(404);
  });

  it('are made anew as numbers beyond the others, and echoed as they were sent', () => {
    const send = world();
    const bed = idOf(2);
    const [status, text] = send('POST /plants', `{"name":"Oak","bed_id":${bed},"height":9}`);
    const id = /"id":(\d+),/.exec(text)?.[1] ?? '';
    expect(status).toBe(201);
    expect(text).toContain(`"bed_id":${bed},`);
    expect(BigInt(id)).toBeGreaterThan(BigInt(idOf(18)));
    expect(send(`GET /plants/${id}`)).toEqual([200, text]);
  });

  it('come back from text as they were, whatever stands around them', () => {
    const big = fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n }).map(String);
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        big,
        fc.string().map((text) => JSON.stringify(text)),
        fc.array(tie('node') as fc.Arbitrary<string>, { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
        fc.dictionary(fc.string(), tie('node') as fc.Arbitrary<string>, { maxKeys: 3 }).map(
          (fields) =>
            `{${Object.entries(fields)
              .map(([key, text]) => `${JSON.stringify(key)}:${text}`)
              .join(',')}}`,
        ),
      ),
    })).node as fc.Arbitrary<string>;
    fc.assert(
      fc.property(value, (source) => {
        const { text, keys } = bigIntegersAsText(source);
        JSON.parse(text);
        expect(bigIntegersAsNumbers(text, new Set(keys))).toBe(source);
      }),
    );
  });
});
