import { beforeAll, expect, it } from 'vitest';
import { learn } from '../../src/learn/learn.ts';
import type { LearnedModel } from '../../src/model/learned.ts';
import type { Interaction } from '../../src/model/recording.ts';
import type { World } from '../../src/model/world.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { call, recorded } from '../support/recorded-calls.ts';

/** One endpoint for everything, told apart by a body field; a login hands out a cookie, and a second secret that writes must carry. */
interface Message {
  readonly op: string;
  readonly seq: number;
  readonly args: Readonly<Record<string, string>>;
}

let seq = 0;
let serial = 0;

function message(op: string, args: Readonly<Record<string, string>>): Message {
  return { op, seq: ++seq, args };
}

function said(op: string, args: Readonly<Record<string, string>>, result: unknown, headers: readonly (readonly [string, string])[] = [], answerHeaders: readonly (readonly [string, string])[] = []): Interaction {
  const body = message(op, args);
  const made = call('POST /rpc', { seq: body.seq, ...(result as object) }, { body, headers });
  if (made.outcome.kind !== 'response') return made;
  const { response } = made.outcome;
  return { ...made, outcome: { ...made.outcome, response: { ...response, headers: [...response.headers, ...answerHeaders] } } };
}

const PEOPLE = [
  { user: 'ada', password: 'lovelace-1815' },
  { user: 'bob', password: 'builder-9921' },
];

function life(person: number): readonly Interaction[] {
  const who = PEOPLE[person % 2] ?? { user: 'ada', password: '' };
  const number = ++serial;
  const cookie = `k${(number * 7919).toString(16).padStart(8, '0')}f3a9c2`;
  const secret = `c${(number * 104_729).toString(36).padStart(10, '0')}q`;
  const headers = [['Cookie', `depot_session=${cookie}`]] as const;
  const write = [...headers, ['X-CSRF-Token', secret]] as const;
  const crate = { id: `crate_${number}`, label: `label ${number}`, shelf: number % 2 === 0 ? 'north' : 'south' };
  return [
    said('crates.get', { id: `crate_${number}` }, { ok: false, error: { code: 'not_logged_in', message: 'Log in first.' } }),
    said('session.open', { user: who.user, password: 'wrong-password' }, { ok: false, error: { code: 'bad_credentials', message: 'No such user or password.' } }),
    said('session.open', who, { ok: true, result: { user: who.user, csrf: secret } }, [], [['Set-Cookie', `depot_session=${cookie}; Path=/; HttpOnly`]]),
    said('crates.add', { label: crate.label, shelf: crate.shelf }, { ok: true, result: crate }, write),
    said('crates.get', { id: crate.id }, { ok: true, result: crate }, headers),
    said('crates.rename', { id: crate.id, label: 'again' }, { ok: false, error: { code: 'csrf_missing', message: 'X-CSRF-Token is missing.' } }, headers),
    said('crates.rename', { id: crate.id, label: `new ${number}` }, { ok: true, result: { ...crate, label: `new ${number}` } }, write),
    said('crates.get', { id: crate.id }, { ok: true, result: { ...crate, label: `new ${number}` } }, headers),
    said('crates.get', { id: 'crate_none' }, { ok: false, error: { code: 'no_such_crate', message: 'There is no such crate.' } }, headers),
    said('session.close', {}, { ok: true, result: { closed: true } }, write),
    said('crates.get', { id: crate.id }, { ok: false, error: { code: 'not_logged_in', message: 'Log in first.' } }, headers),
  ];
}

let model: LearnedModel;

beforeAll(() => {
  model = learn(() => recorded(...Array.from({ length: 12 }, (_, index) => life(index))));
});

interface Said {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly cookie: string | undefined;
}

function client(world: World): (op: string, args: Readonly<Record<string, string>>, headers?: readonly (readonly [string, string])[]) => Said {
  let at = model.base.at;
  return (op, args, headers = []) => {
    const { request } = call('POST /rpc', undefined, { body: message(op, args), headers });
    const { outcome } = world.handle(request, (at += 1000));
    if (outcome.kind !== 'response') throw new Error('no response');
    const { response } = outcome;
    return {
      status: response.status,
      body: JSON.parse(new TextDecoder().decode(response.body)) as Record<string, unknown>,
      cookie: response.headers.find(([name]) => name.toLowerCase() === 'set-cookie')?.[1]?.split(';')[0],
    };
  };
}

it('logs in with recorded credentials, works with the cookie and second secret of the answer, and ends with the logout', () => {
  const send = client(createWorld({ model, patches: [], seed: 1, startAt: model.base.at }));
  const opened = send('session.open', PEOPLE[1] ?? {});
  expect(opened).toMatchObject({ status: 200, body: { ok: true, result: { user: 'bob' } } });
  expect(opened.cookie).toMatch(/^depot_session=.{8,}/);
  const headers = [['Cookie', opened.cookie ?? '']] as const;
  const secret = String((opened.body['result'] as { csrf: string }).csrf);
  const write = [...headers, ['X-CSRF-Token', secret]] as const;
  const added = send('crates.add', { label: 'mine', shelf: 'north' }, write);
  expect(added).toMatchObject({ status: 200, body: { ok: true, result: { label: 'mine', shelf: 'north' } } });
  const { id } = added.body['result'] as { id: string };
  expect(send('crates.get', { id }, headers).body).toMatchObject({ ok: true, result: { id, label: 'mine' } });
  expect(send('crates.rename', { id, label: 'stolen' }, headers).body).toMatchObject({ ok: false, error: { code: 'csrf_missing' } });
  expect(send('crates.get', { id }, headers).body).toMatchObject({ ok: true, result: { id, label: 'mine' } });
  expect(send('session.close', {}, write).body).toMatchObject({ ok: true });
  expect(send('crates.get', { id }, headers).body).toMatchObject({ ok: false, error: { code: 'not_logged_in' } });
});

it('refuses wrong credentials, no session and an invented one as recorded', () => {
  const send = client(createWorld({ model, patches: [], seed: 1, startAt: model.base.at }));
  expect(send('session.open', { user: 'ada', password: 'guess' })).toMatchObject({ status: 200, body: { ok: false, error: { code: 'bad_credentials' } } });
  expect(send('crates.get', { id: 'crate_1' })).toMatchObject({ status: 200, body: { ok: false, error: { code: 'not_logged_in' } } });
  expect(send('crates.get', { id: 'crate_1' }, [['Cookie', 'depot_session=invented']])).toMatchObject({ status: 200, body: { ok: false, error: { code: 'not_logged_in' } } });
});

it('hands out a second secret that differs from session to session', () => {
  const send = client(createWorld({ model, patches: [], seed: 1, startAt: model.base.at }));
  const [one, two] = [send('session.open', PEOPLE[0] ?? {}), send('session.open', PEOPLE[0] ?? {})];
  expect(one.cookie).not.toBe(two.cookie);
  expect(one.body['result']).not.toEqual(two.body['result']);
});
