/** Answers that point at a record with a kind word and its label were taken for whole views of it: they emptied the record and made other writes seem to change it. */
import { expect, it } from 'vitest';
import { learn } from '../../src/learn/learn.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { call, recorded } from '../support/recorded-calls.ts';

const server = (id: number) => ({
  id,
  label: `web-${id}`,
  type: 'small',
  image: null,
  watchdog: true,
  region: 'north',
});
const lock = (id: number, of: number) => ({
  id,
  reason: 'audit',
  entity: { id: of, type: 'server', label: `web-${of}`, url: `/v1/servers/${of}` },
});

const SESSIONS = recorded(
  ...[301, 302, 303, 304].map((id, n) => [
    call('POST /v1/servers', server(id), { body: { label: `web-${id}`, type: 'small', region: 'north' } }),
    call(`GET /v1/servers/${id}`, server(id)),
    call(`POST /v1/servers/${id}/disks`, { id: 40 + n, size: 10 + n }, { body: { size: 10 + n } }),
    call('POST /v1/locks', lock(70 + n, id), { body: { server: id, reason: 'audit' } }),
    call(`GET /v1/locks/${70 + n}`, lock(70 + n, id)),
    call('GET /v1/locks', { data: [lock(70 + n, id)] }),
  ]),
);

it('keeps a record whole when other answers only point at it', () => {
  const model = learn(() => SESSIONS);
  const servers = model.base.entities.filter(({ resource }) => resource === 'servers');
  expect(servers.map(({ doc }) => doc)).toEqual([301, 302, 303, 304].map(server));
  const disks = model.operations.find(({ id }) => id.includes('/disks'));
  const effects = disks?.branches.flatMap((branch) => branch.effects) ?? [];
  expect(effects.filter((effect) => effect.t === 'update' && effect.of.r === 'parent')).toEqual([]);
  const world = createWorld({ model, patches: [], seed: 1, startAt: model.base.at });
  const send = (target: string, body?: unknown): unknown => {
    const { outcome } = world.handle(call(target, undefined, { body }).request, model.base.at + 1000);
    return outcome.kind === 'response' ? JSON.parse(Buffer.from(outcome.response.body).toString()) : null;
  };
  send('POST /v1/servers/302/disks', { size: 99 });
  expect(send('GET /v1/servers/302')).toEqual(server(302));
});
