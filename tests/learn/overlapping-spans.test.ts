import { describe, expect, it } from 'vitest';
import type { Interaction } from '../../src/model/recording.ts';
import { learn } from '../../src/learn/learn.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { call, recorded } from '../support/recorded-calls.ts';

type Doc = Record<string, unknown>;
const day = (n: number): string => new Date(Date.UTC(2024, 4, 1) + n * 86_400_000).toISOString().slice(0, 10);
const CARS = 6;
const SEATS = [1, 2, 3];

/** Rentals of cars: none may overlap another that is not cancelled; the day of return is free again. Trips take only so many guests. */
function sessions(): ReturnType<typeof recorded> {
  const all: Interaction[][] = [];
  let id = 500;
  let guest = 900;
  for (let n = 0; n < 30; n++) {
    const car = (n % CARS) + 1;
    const start = n * 10;
    const sent = { car_id: car, from: day(start), to: day(start + 4) };
    const rental: Doc = { id: id++, ...sent, status: 'booked' };
    const calls = [
      call(`GET /cars/${car}`, { id: car, plate: `AB ${1000 + car}` }),
      call('POST /rentals', rental, { body: sent, status: 201 }),
    ];
    const again = { car_id: car, from: day(start + (n % 2 === 0 ? 2 : -2)), to: day(start + (n % 2 === 0 ? 6 : 1)) };
    const other = { car_id: (car % CARS) + 1, from: again.from, to: again.to };
    if (n % 5 === 0) calls.push(call('POST /rentals', { error: 'not_available' }, { body: again, status: 409 }));
    if (n % 5 === 1)
      calls.push(call('POST /rentals', { id: id++, ...other, status: 'booked' }, { body: other, status: 201 }));
    if (n % 5 === 2)
      calls.push(
        call(`POST /rentals/${String(rental['id'])}/cancel`, { ...rental, status: 'cancelled' }),
        call('POST /rentals', { id: id++, ...again, status: 'booked' }, { body: again, status: 201 }),
      );
    if (n % 5 === 3) {
      const next = { car_id: car, from: day(start + 4), to: day(start + 5) };
      calls.push(call('POST /rentals', { id: id++, ...next, status: 'booked' }, { body: next, status: 201 }));
    }
    const seats = SEATS[n % 3] ?? 1;
    const trip = { id: 50 + n, title: `Trip ${n}`, seats };
    calls.push(call('POST /trips', trip, { body: { title: `Trip ${n}`, seats }, status: 201 }));
    for (let k = 0; k < seats; k++)
      calls.push(
        call(
          'POST /guests',
          { id: guest++, trip_id: trip.id, name: `G${n}${k}` },
          { body: { trip_id: trip.id, name: `G${n}${k}` }, status: 201 },
        ),
      );
    if (n % 2 === 0)
      calls.push(
        call('POST /guests', { error: 'trip_full' }, { body: { trip_id: trip.id, name: 'More' }, status: 409 }),
      );
    all.push(calls);
  }
  return recorded(...all);
}

const model = learn(sessions);

function world(): (target: string, body?: unknown) => { readonly status: number; readonly body: Doc } {
  const made = createWorld({ model, patches: [], seed: 1, startAt: model.base.at });
  let at = model.base.at;
  return (target, body) => {
    const { outcome } = made.handle(call(target, undefined, body === undefined ? {} : { body }).request, (at += 1000));
    if (outcome.kind !== 'response') throw new Error('no response');
    return {
      status: outcome.response.status,
      body: JSON.parse(new TextDecoder().decode(outcome.response.body)) as Doc,
    };
  };
}

describe('spans of the same owner', () => {
  it('must not overlap, those made just now included, and may touch', () => {
    const send = world();
    const rent = (car: number, from: number, to: number): number =>
      send('POST /rentals', { car_id: car, from: day(from), to: day(to) }).status;
    expect(rent(3, 900, 905)).toBe(201);
    expect(rent(3, 903, 909)).toBe(409);
    expect(rent(3, 898, 901)).toBe(409);
    expect(rent(3, 901, 902)).toBe(409);
    expect(rent(3, 890, 990)).toBe(409);
    expect(rent(3, 905, 907)).toBe(201);
    expect(rent(4, 903, 909)).toBe(201);
  });

  it('count only in the states that stood in the way', () => {
    const send = world();
    const sent = { car_id: 2, from: day(900), to: day(905) };
    const made = send('POST /rentals', sent);
    expect(send('POST /rentals', sent)).toMatchObject({ status: 409, body: { error: 'not_available' } });
    expect(send(`POST /rentals/${String(made.body['id'])}/cancel`).body).toMatchObject({ status: 'cancelled' });
    expect(send('POST /rentals', sent).status).toBe(201);
  });
});

describe('what belongs to a record', () => {
  it('is no more than the record has room for', () => {
    const send = world();
    const trip = send('POST /trips', { title: 'New', seats: 2 }).body['id'];
    const join = (name: string): number => send('POST /guests', { trip_id: trip, name }).status;
    expect([join('A'), join('B'), join('C')]).toEqual([201, 201, 409]);
    expect(send('POST /trips', { title: 'Big', seats: 7 }).status).toBe(201);
  });
});
