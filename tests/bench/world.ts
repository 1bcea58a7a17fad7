/**
 * How fast a world answers and starts again.
 * 100,000 records of 2 KB, one world; 90 % reads (70 % items, 10 % filtered pages of 5, 5 % first pages, 5 % comments), 10 % writes.
 */
import { createWorld } from '../../src/world/create-world.ts';
import type { HttpRequest } from '../../src/model/http.ts';
import type { World } from '../../src/model/world.ts';
import { helpdeskModel, START, TOKEN } from '../support/models/helpdesk-model.ts';
import { requestOf } from '../support/models/world-client.ts';
import { print, type Finding } from './finding.ts';

const RECORDS = 100_000;
const REQUESTS = 200_000;

export function measure(): readonly Finding[] {
  const model = timed('make model', () => helpdeskModel({ customers: 1000, tickets: RECORDS, prose: 1800 }));
  const world = timed('first world (index)', () => createWorld({ model, patches: [], seed: 1, startAt: START }));
  timed('warm up', () => drive(world, mix(2000)));
  const requests = mix(REQUESTS);
  const { perSecond, perCpuSecond, p50, p99, max } = drive(world, requests);
  print('answers per second', perSecond, '>= 50000');
  print('answers per CPU second', perCpuSecond, 'the same on a machine that does nothing else');
  print('p50 us', p50, '');
  print('p99 us', p99, '< 1000');
  print('max us', max, '');
  const small = helpdeskModel({ customers: 10, tickets: RECORDS / 100, prose: 1800 });
  createWorld({ model: small, patches: [], seed: 1, startAt: START });
  const patches = [
    { p: 'set', key: 'tickets/5', path: ['status'], value: 'solved' },
    { p: 'remove', key: 'comments/3', unborn: true },
    {
      p: 'fault',
      match: { operations: null, kinds: ['update'], key: null },
      from: 0,
      count: 1,
      phase: 'after',
      fault: { f: 'hang' },
    },
  ] as const;
  const reset = each(5000, () => createWorld({ model, patches, seed: 1, startAt: START }));
  const smallReset = each(5000, () => createWorld({ model: small, patches, seed: 1, startAt: START }));
  print(
    'fork us',
    each(200, () => world.fork()),
    'of a world with 20,000 writes',
  );
  const fresh = createWorld({ model, patches: [], seed: 1, startAt: START });
  print(
    'first answer of a fresh world us',
    each(2000, () => createWorld({ model, patches: [], seed: 1, startAt: START }).handle(get('/tickets/7'), START + 1)),
    '',
  );
  print(
    'digest us',
    each(1000, () => fresh.digest()),
    '',
  );
  return [
    {
      promise: 'world answers in process, 100k records of 2 KB: 50,000/s, p99 < 1 ms',
      measured: `${Math.round(perSecond).toLocaleString('en')}/s (${Math.round(perCpuSecond).toLocaleString('en')} a CPU second), p99 ${(p99 / 1000).toFixed(2)} ms`,
      reference: 'the promise',
      holds: perSecond >= 50_000 && p99 < 1000,
    },
    {
      promise: 'reset of an episode at 100k records: < 100 us',
      measured: `${reset.toFixed(1)} us`,
      reference: `${smallReset.toFixed(1)} us at 1k records`,
      holds: reset < 100 && reset < 3 * smallReset + 10,
    },
  ];
}

function mix(count: number): readonly HttpRequest[] {
  let state = 12345;
  const draw = (end: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 4294967296) * end);
  };
  return Array.from({ length: count }, () => {
    const kind = draw(100);
    const id = draw(RECORDS) + 1;
    if (kind < 65) return get(`/tickets/${id}`);
    if (kind < 70) return get('/tickets?per_page=5');
    if (kind < 80) return get(`/tickets?customer_id=${draw(1000) + 1}&per_page=5`);
    if (kind < 85) return get(`/tickets/${draw(30) + 1}/comments`);
    if (kind < 90) return get(`/customers/${draw(1000) + 1}`);
    if (kind < 96)
      return authorised(
        requestOf('PATCH', `/tickets/${id}`, { ticket: { priority: ['low', 'high'][draw(2)], subject: `s${kind}` } }),
      );
    if (kind < 98)
      return authorised(
        requestOf('POST', '/tickets', {
          ticket: { subject: 'made', body: 'x'.repeat(1800), customer_id: draw(1000) + 1 },
        }),
      );
    return authorised(requestOf('DELETE', `/tickets/${id}`));
  });
}

function get(target: string): HttpRequest {
  return authorised(requestOf('GET', target));
}

function authorised(request: HttpRequest): HttpRequest {
  return {
    ...request,
    headers: [
      ...request.headers,
      ['Authorization', `Bearer ${TOKEN}`],
      ['Accept', 'application/json'],
      ['User-Agent', 'bench'],
    ],
  };
}

function drive(world: World, requests: readonly HttpRequest[]) {
  const times = new Float64Array(requests.length);
  const cpu = process.cpuUsage();
  const begin = process.hrtime.bigint();
  for (const [index, request] of requests.entries()) {
    const from = process.hrtime.bigint();
    world.handle(request, START + index);
    times[index] = Number(process.hrtime.bigint() - from) / 1000;
  }
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  times.sort();
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return {
    perSecond: requests.length / seconds,
    perCpuSecond: (requests.length * 1e6) / (user + system),
    p50: at(0.5),
    p99: at(0.99),
    max: at(1),
  };
}

function each(count: number, work: () => unknown): number {
  for (let index = 0; index < 20; index++) work();
  const begin = process.hrtime.bigint();
  for (let index = 0; index < count; index++) work();
  return Number(process.hrtime.bigint() - begin) / 1000 / count;
}

function timed<T>(name: string, work: () => T): T {
  const begin = process.hrtime.bigint();
  const result = work();
  print(`${name} ms`, Number(process.hrtime.bigint() - begin) / 1e6, '');
  return result;
}
