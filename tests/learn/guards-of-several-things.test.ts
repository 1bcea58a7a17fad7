import { describe, expect, it } from 'vitest';
import type { Interaction } from '../../src/model/recording.ts';
import { learn } from '../../src/learn/learn.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { call, recorded } from '../support/recorded-calls.ts';

type Doc = Record<string, unknown>;
const PEOPLE = ['ada', 'bo', 'cem'];
const auth = (name: string): { headers: readonly (readonly [string, string])[] } => ({
  headers: [['authorization', `Bearer tok_${name}_8h2k1m4n6b`]],
});

/**
 * Bills of owners. A final bill takes notes but no other title; an owner without a method gets no bill; only drafts are
 * voided; a comment is changed by who wrote it; a card is refused for one bad token, which says nothing of other tokens.
 */
function sessions(): ReturnType<typeof recorded> {
  const all: Interaction[][] = [];
  let comment = 900;
  for (let n = 0; n < 30; n++) {
    const me = PEOPLE[n % 3] ?? '';
    const as = auth(me);
    const owner: Doc = { id: 300 + n, name: `Owner ${n}`, settings: { method: n % 5 === 4 ? null : `pm_${n}` } };
    const bill: Doc = { id: 100 + n, owner: 300 + n, title: `Bill ${n}`, note: null, state: 'draft' };
    const path = `/bills/${100 + n}`;
    const calls = [
      call('GET /me', { name: me, id: PEOPLE.indexOf(me) + 1 }, as),
      call(`GET /owners/${300 + n}`, owner, as),
    ];
    if (n % 5 === 4) {
      calls.push(
        call(
          'POST /bills',
          { error: 'no_method', message: 'The owner has no method to pay' },
          { ...as, body: { owner: 300 + n, title: 'X' }, status: 400 },
        ),
      );
      all.push(calls);
      continue;
    }
    calls.push(
      call('POST /bills', bill, { ...as, body: { owner: 300 + n, title: `Bill ${n}` }, status: 201 }),
      call(`PATCH ${path}`, { ...bill, title: `Bill ${n}!` }, { ...as, body: { title: `Bill ${n}!` } }),
    );
    if (n % 3 === 0) calls.push(call(`POST ${path}/void`, { ...bill, title: `Bill ${n}!`, state: 'void' }, as));
    else {
      const final = { ...bill, title: `Bill ${n}!`, state: 'final' };
      calls.push(
        call(`POST ${path}/finalize`, final, as),
        call(`PATCH ${path}`, { ...final, note: `N${n}` }, { ...as, body: { note: `N${n}` } }),
        call(
          `PATCH ${path}`,
          { error: 'bill_final', message: 'title is fixed' },
          { ...as, body: { title: 'Other' }, status: 409 },
        ),
        call(`POST ${path}/void`, { error: 'not_draft', message: 'Only drafts are voided' }, { ...as, status: 409 }),
        call(`GET ${path}`, { ...final, note: `N${n}` }, as),
      );
    }
    const mine = { id: comment++, author: me, text: `T${n}` };
    const other = auth(PEOPLE[(n + 1) % 3] ?? '');
    calls.push(
      call('POST /comments', mine, { ...as, body: { text: `T${n}` }, status: 201 }),
      call(`PATCH /comments/${mine.id}`, { ...mine, text: 'better' }, { ...as, body: { text: 'better' } }),
      ...(n % 2 === 0
        ? [call(`PATCH /comments/${mine.id}`, { error: 'not_yours' }, { ...other, body: { text: 'hm' }, status: 403 })]
        : []),
      ...(n < 15
        ? [
            call(
              'POST /cards',
              { id: 700 + n, kind: 'plain', bill: 100 + n },
              { ...as, body: { token: n % 2 === 0 ? 'tok_plain' : 'tok_gold', bill: 100 + n }, status: 201 },
            ),
          ]
        : []),
    );
    if (n % 6 === 0)
      calls.push(
        call(
          'POST /cards',
          { error: 'no_token', message: "No such token: 'tok_nope'" },
          { ...as, body: { token: 'tok_nope', bill: 100 + n }, status: 400 },
        ),
      );
    all.push(calls);
  }
  return recorded(...all);
}

const model = learn(sessions);

function world(): (target: string, who: string, body?: unknown) => { readonly status: number; readonly body: Doc } {
  const made = createWorld({ model, patches: [], seed: 1, startAt: model.base.at });
  let at = model.base.at;
  return (target, who, body) => {
    const options = body === undefined ? auth(who) : { ...auth(who), body };
    const { outcome } = made.handle(call(target, undefined, options).request, (at += 1000));
    if (outcome.kind !== 'response') throw new Error('no response');
    const text = new TextDecoder().decode(outcome.response.body);
    return { status: outcome.response.status, body: (text === '' ? {} : JSON.parse(text)) as Doc };
  };
}

describe('a refusal for a state and a field', () => {
  it('is no refusal of other fields in that state, nor of that field in others', () => {
    const send = world();
    const made = send('POST /bills', 'ada', { owner: 300, title: 'New' });
    const path = `/bills/${String(made.body['id'])}`;
    expect(send(`PATCH ${path}`, 'ada', { title: 'Newer' }).status).toBe(200);
    expect(send(`POST ${path}/finalize`, 'ada').status).toBe(200);
    expect(send(`PATCH ${path}`, 'ada', { note: 'x' }).status).toBe(200);
    expect(send(`PATCH ${path}`, 'ada', { title: 'Newest' })).toMatchObject({
      status: 409,
      body: { error: 'bill_final' },
    });
    expect(send(`PATCH ${path}`, 'ada', { note: 'y', title: 'Newest' }).status).toBe(409);
  });
});

describe('a refusal for the state of a record', () => {
  it('that a reference names is met with other references like it', () => {
    const send = world();
    expect(send('POST /bills', 'ada', { owner: 304, title: 'X' })).toMatchObject({
      status: 400,
      body: { error: 'no_method' },
    });
    expect(send('POST /bills', 'ada', { owner: 303, title: 'X' }).status).toBe(201);
  });

  it('that an action is for is met in every state it was refused in', () => {
    const send = world();
    expect(send('POST /bills/101/void', 'ada')).toMatchObject({ status: 409, body: { error: 'not_draft' } });
    expect(send('POST /bills', 'ada', { owner: 301, title: 'D' }).status).toBe(201);
  });
});

describe('a refusal for who asks', () => {
  it('compares the caller with the owner of the record', () => {
    const send = world();
    const made = send('POST /comments', 'bo', { text: 'mine' });
    const path = `PATCH /comments/${String(made.body['id'])}`;
    expect(made.body).toMatchObject({ author: 'bo', text: 'mine' });
    expect(send(path, 'bo', { text: 'mine too' }).status).toBe(200);
    expect(send(path, 'cem', { text: 'not mine' })).toMatchObject({ status: 403, body: { error: 'not_yours' } });
  });
});

describe('a refusal of one bad value', () => {
  it('is no closed set of the good ones', () => {
    const send = world();
    expect(send('POST /cards', 'ada', { token: 'tok_silver', bill: 101 }).status).toBe(201);
    expect(send('POST /cards', 'ada', { token: 'tok_nope', bill: 101 }).status).toBe(400);
  });
});
