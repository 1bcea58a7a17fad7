import { describe, expect, it } from 'vitest';
import type { Interaction } from '../../src/model/recording.ts';
import type { LearnedModel } from '../../src/model/learned-model.ts';
import { learn } from '../../src/learn/learn.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { call, recorded } from '../support/recorded-calls.ts';

const PEOPLE = ['mira', 'tariq', 'jonas', 'ada-l'];
const NAMES = ['kiln', 'loom', 'press', 'anvil', 'spare'];

const person = (login: string): object => ({ login, name: `${login.toUpperCase()} X.`, bio: `writes as ${login}` });
const site = (login: string, name: string, stars = 0): object => ({
  id: 9000 + PEOPLE.indexOf(login) * 100 + ((NAMES.indexOf(name) + 9) % 9),
  name,
  owner: { login },
  note: `${name} of ${login}`,
  stars,
  url: `https://api.example.test/sites/${login}/${name}`,
});
const bug = (login: string, name: string, number: number, title: string, state = 'open'): object => ({
  number,
  title,
  state,
  opened_by: login,
  url: `https://api.example.test/sites/${login}/${name}/bugs/${number}`,
});

/** Sites are known by their owner and their name together, bugs by a number below their site. */
function sessions(): ReturnType<typeof recorded> {
  const all: Interaction[][] = [];
  for (const login of PEOPLE) {
    const calls: Interaction[] = [call(`GET /people/${login}`, person(login))];
    for (const name of NAMES.slice(0, 3)) {
      const path = `/sites/${login}/${name}`;
      const titles = [`${name} is loud for ${login}`, `${name} is slow for ${login}`];
      calls.push(
        call(`GET ${path}`, site(login, name)),
        call(`GET ${path}/bugs/1`, bug(login, name, 1, titles[0] ?? '')),
        call(`PATCH ${path}/bugs/1`, bug(login, name, 1, titles[0] ?? '', 'closed'), { body: { state: 'closed' } }),
        call(`GET ${path}/bugs/1`, bug(login, name, 1, titles[0] ?? '', 'closed')),

        call(`GET ${path}/bugs`, [
          bug(login, name, 1, titles[0] ?? '', 'closed'),
          bug(login, name, 2, titles[1] ?? ''),
        ]),
        call(`POST ${path}/bugs`, bug(login, name, 3, `${name} again`), {
          body: { title: `${name} again` },
          status: 201,
        }),
        call(`GET ${path}/bugs/9`, { message: 'Not Found' }, { status: 404 }),
      );
    }
    const spare = `spare-${login}`;
    const next = ['hall-9', 'barn', 'old-mill', 'x3'][PEOPLE.indexOf(login)] ?? '';
    const stars = 3 + PEOPLE.indexOf(login);
    const made = site(login, spare);
    const note = `${spare} of ${login}`;
    calls.push(
      call('POST /sites', made, { body: { name: spare, owner: { login }, note: `${spare} of ${login}` }, status: 201 }),
      call(`PATCH /sites/${login}/${spare}`, { ...made, stars }, { body: { stars } }),
      call(`PATCH /sites/${login}/${spare}`, { ...site(login, next, stars), note }, { body: { name: next } }),
      call(`GET /sites/${login}/${next}`, { ...site(login, next, stars), note }),
    );
    calls.push(call(`GET /sites/${login}/gone`, { message: 'Not Found' }, { status: 404 }));
    all.push(calls);
  }
  return recorded(...all);
}

type Send = (target: string, body?: unknown) => readonly [number, unknown];

function sender(model: LearnedModel): Send {
  const world = createWorld({ model, patches: [], seed: 1, startAt: model.base.at });
  return (target, body) => {
    const { request } = call(target, undefined, body === undefined ? {} : { body });
    const { outcome } = world.handle(request, model.base.at + 1000);
    if (outcome.kind !== 'response') throw new Error('no response');
    const text = new TextDecoder().decode(outcome.response.body);
    return [outcome.response.status, text === '' ? null : JSON.parse(text)];
  };
}

describe('records known by two path segments together', () => {
  const model = learn(sessions);

  it('are told apart where one of the two is the same', () => {
    const send = sender(model);
    expect(send('GET /sites/mira/kiln')).toEqual([200, site('mira', 'kiln')]);
    expect(send('GET /sites/tariq/kiln')).toEqual([200, site('tariq', 'kiln')]);
    expect(send('GET /sites/mira/press')).toEqual([200, site('mira', 'press')]);
    expect(send('GET /sites/mira/anvil')[0]).toBe(404);
    expect(send('GET /sites/nobody/kiln')[0]).toBe(404);
  });

  it('have children whose numbers count below each of them', () => {
    const send = sender(model);
    const closed = bug('tariq', 'loom', 2, 'loom is slow for tariq', 'closed');
    expect(send('PATCH /sites/tariq/loom/bugs/2', { state: 'closed' })).toEqual([200, closed]);
    expect(send('GET /sites/tariq/loom/bugs/2')).toEqual([200, closed]);
    expect(send('GET /sites/mira/loom/bugs/2')).toEqual([200, bug('mira', 'loom', 2, 'loom is slow for mira')]);
    expect(send('GET /sites/tariq/kiln/bugs/2')).toEqual([200, bug('tariq', 'kiln', 2, 'kiln is slow for tariq')]);
    expect(send('POST /sites/mira/press/bugs', { title: 'new one' })).toEqual([
      201,
      bug('mira', 'press', 4, 'new one'),
    ]);
    expect(send('GET /sites/mira/press/bugs')[1]).toHaveLength(4);
    expect(send('GET /sites/tariq/press/bugs')[1]).toHaveLength(3);
    expect(send('GET /sites/tariq/press/bugs/4')[0]).toBe(404);
  });

  it('are found under their new name once renamed, with all that is below them', () => {
    const send = sender(model);
    const [status, renamed] = send('PATCH /sites/jonas/press', { name: 'mill' });
    expect(status).toBe(200);
    expect(renamed).toMatchObject({ name: 'mill', url: 'https://api.example.test/sites/jonas/mill' });
    expect(send('GET /sites/jonas/mill')).toEqual([200, renamed]);
    expect(send('GET /sites/jonas/press')[0]).toBe(404);
    expect(send('GET /sites/jonas/mill/bugs')[1]).toHaveLength(3);
    expect(send('GET /sites/jonas/mill/bugs/2')[1]).toMatchObject({
      title: 'press is slow for jonas',
      url: 'https://api.example.test/sites/jonas/mill/bugs/2',
    });
    expect(send('GET /sites/mira/press')[0]).toBe(200);
  });
});
