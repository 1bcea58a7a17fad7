import { describe, expect, it } from 'vitest';
import type { Interaction } from '../../src/model/recording.ts';
import { learn } from '../../src/learn/learn.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { call, recorded } from '../support/recorded-calls.ts';

const bookOf = (n: number): Record<string, unknown> => ({ id: 100 + n, name: `Book ${n}` });
const loanOf = (id: number, book: number, state: string, note = ''): Record<string, unknown> => ({
  id,
  book_id: book,
  state,
  note,
});

/**
 * Books with loans. A book goes while its open loans are none, however many are done; a refusal says how many are open.
 * A loan that is done takes neither `return` nor `renew`; nobody ever tried to change its note.
 */
function sessions(): ReturnType<typeof recorded> {
  const all: Interaction[][] = [];
  let loan = 500;
  for (let n = 0; n < 24; n++) {
    const book = bookOf(n);
    const path = `/books/${100 + n}`;
    const calls = [call('POST /books', book, { body: { name: book['name'] }, status: 201 }), call(`GET ${path}`, book)];
    const open: number[] = [];
    for (let k = 0; k < 2 + (n % 3); k++) {
      const id = loan++;
      calls.push(
        call('POST /loans', loanOf(id, 100 + n, 'open'), { body: { book_id: 100 + n }, status: 201 }),
        call(`PATCH /loans/${id}`, loanOf(id, 100 + n, 'open', `n${k}`), { body: { note: `n${k}` } }),
      );
      if (k === 0) {
        calls.push(
          call(`POST /loans/${id}/renew`, loanOf(id, 100 + n, 'open', 'n0')),
          call(`POST /loans/${id}/return`, loanOf(id, 100 + n, 'done', 'n0')),
          call(`GET /loans/${id}`, loanOf(id, 100 + n, 'done', 'n0')),
          call(
            `POST /loans/${id}/${n % 2 === 0 ? 'renew' : 'return'}`,
            { error: 'loan_done', state: 'done' },
            { status: 409 },
          ),
        );
      } else open.push(id);
    }
    if (n % 2 === 0)
      calls.push(call(`DELETE ${path}`, { error: 'in_use', message: `${open.length} open loans` }, { status: 409 }));
    if (n % 6 === 1) {
      for (const id of open)
        calls.push(
          call(`POST /loans/${id}/return`, loanOf(id, 100 + n, 'done', `n${open.indexOf(id) + 1}`)),
          call(`GET /loans/${id}`, loanOf(id, 100 + n, 'done', `n${open.indexOf(id) + 1}`)),
        );
      if (n !== 19)
        calls.push(
          call(`DELETE ${path}`, undefined, { status: 204 }),
          call(`GET ${path}`, { error: 'no_book' }, { status: 404 }),
        );
    }
    all.push(calls);
  }
  return recorded(...all);
}

const model = learn(sessions);

function world(): (
  target: string,
  body?: unknown,
) => { readonly status: number; readonly body: unknown; readonly unverified: boolean } {
  const made = createWorld({ model, patches: [], seed: 1, startAt: model.base.at });
  let at = model.base.at;
  return (target, body) => {
    const { outcome, unverified } = made.handle(
      call(target, undefined, body === undefined ? {} : { body }).request,
      (at += 1000),
    );
    if (outcome.kind !== 'response') throw new Error('no response');
    const text = new TextDecoder().decode(outcome.response.body);
    return { status: outcome.response.status, body: text === '' ? null : JSON.parse(text), unverified };
  };
}

describe('records that refer to the target', () => {
  it('stand in the way only in the states that a refusal counts, and are counted anew', () => {
    const send = world();
    // Book 5 has one loan done and three open.
    expect(send('DELETE /books/105')).toMatchObject({
      status: 409,
      body: { error: 'in_use', message: '3 open loans' },
    });
    expect(send('POST /loans', { book_id: 105 }).status).toBe(201);
    expect(send('DELETE /books/105')).toMatchObject({ status: 409, body: { message: '4 open loans' } });
  });

  it('do not where all of them are done', () => {
    expect(world()('DELETE /books/119').status).toBe(204);
  });
});

describe('a state that other writes refuse', () => {
  it('locks the record for a write that was often served, and never in that state', () => {
    const send = world();
    expect(send('PATCH /loans/500', { note: 'late' })).toMatchObject({
      status: 409,
      body: { state: 'done' },
      unverified: true,
    });
    expect(send('PATCH /loans/501', { note: 'in time' })).toMatchObject({ status: 200, body: { note: 'in time' } });
  });
});
