import { createProbeSource } from '../probe-source.ts';
import type { ProbeContext, Scenario } from '../probe-source.ts';
import type { ProbeDraft } from '../define-probe.ts';
import type { ProbeJson, ProbeSource, SlotRef } from '../probe.ts';
import { FAMILY_NAMES, GIVEN_NAMES } from '../words.ts';
import { LODGE_ERRORS, LODGE_RARE_ERRORS } from './lodge-probe-errors.ts';
import {
  asManager,
  bookingPath,
  cold,
  DOOMED,
  GUESTS,
  COLD_ROOMS,
  coldBookings,
  etagTo,
  freeNights,
  HOTELS,
  idOf,
  known,
  probe,
  referenceOf,
  SEED,
} from './lodge-probe-kit.ts';
import type { Guest, Room } from './lodge-world.ts';

const OPEN = coldBookings('tentative', 'confirmed');
const MOVABLE = coldBookings('tentative');
const matching = { 'if-match': '{e}' };

/** A new booking in nights of its own. */
export function book(
  { random, unique }: ProbeContext,
  b: SlotRef,
  guest: SlotRef,
  room: Room = random.pick(COLD_ROOMS),
  more: { readonly [key: string]: ProbeJson } = {},
): ProbeDraft {
  const nights = freeNights(unique(), random.between(1, 6));
  return probe('write', 'POST /v2/bookings', {
    slots: { b, g: guest },
    creates: bookingPath,
    bind: referenceOf(b),
    json: { roomId: room.id, guestId: { $slot: 'g' }, ...nights, ...more },
  });
}

const action = (verb: string, b: SlotRef, json?: ProbeJson): ProbeDraft =>
  probe('write', `POST ${bookingPath}:${verb}`, { slots: { b }, ...(json === undefined ? {} : { json }) });
const getBooking = (b: SlotRef): ProbeDraft => probe('read-item', `GET ${bookingPath}`, { slots: { b } });
const getGuest = (g: SlotRef): ProbeDraft => probe('read-item', 'GET /v2/guests/{g}', { slots: { g } });
const getHotel = (id: string): ProbeDraft => probe('read-item', 'GET /v2/hotels/{h}', { slots: { h: known(id) } });
const extra = (b: SlotRef, code: string, amount: string): ProbeDraft =>
  probe('write', `POST ${bookingPath}/extras`, { slots: { b }, json: { code, price: { amount, currency: 'EUR' } } });
/** Lists leave out the notes of guests that no session has read. */
const unseenNotes = { unseen: ['$.notes'] };

const WRITES: readonly Scenario[] = [
  function* bookingLife(context) {
    const { random, fresh } = context;
    const b = fresh('booking');
    const room = random.pick(COLD_ROOMS);
    yield book(
      context,
      b,
      known(random.pick(GUESTS).id),
      room,
      random.chance(0.5) ? { specialRequests: 'Near the lift' } : {},
    );
    yield getBooking(b);
    yield extra(b, 'breakfast', `${random.between(9, 40)}.50`);
    yield action('confirm', b);
    yield action('checkIn', b);
    yield extra(b, 'minibar', '12.00');
    yield probe('write', `DELETE ${bookingPath}/extras/breakfast`, { slots: { b }, entity: bookingPath });
    yield getBooking(b);
    yield action('checkOut', b);
    yield getBooking(b);
    yield getHotel(room.hotelId);
  },
  function* changedStay(context) {
    const { random, fresh } = context;
    const [b, e] = [fresh('booking'), fresh('etag')];
    const patch = (json: ProbeJson): ProbeDraft =>
      probe('write', `PATCH ${bookingPath}`, { slots: { b, e }, headers: matching, bind: etagTo(e), json });
    yield book(context, b, known(random.pick(GUESTS).id));
    yield action('confirm', b);
    yield probe('read-item', `GET ${bookingPath}`, { slots: { b }, bind: etagTo(e) });
    yield patch({ specialRequests: random.pick(['Twin beds', 'No feathers']) });
    yield patch({ specialRequests: null });
    yield patch(freeNights(context.unique(), random.between(2, 9)));
    yield getBooking(b);
  },
  function* coldBookingChanges({ random, fresh, unique }) {
    const booking = random.pick(OPEN);
    const [b, e] = [cold(booking.reference), fresh('etag')];
    yield probe('read-item', `GET ${bookingPath}`, { slots: { b }, bind: etagTo(e) });
    yield probe('write', `PATCH ${bookingPath}`, {
      slots: { b, e },
      headers: matching,
      json: { specialRequests: random.pick(['Vegetarian breakfast', 'Early check-in', null]) },
    });
    yield extra(b, `upgrade-${unique()}`, '35.00');
    yield getBooking(b);
    yield probe('list', 'GET /v2/bookings', { query: { limit: '6' } });
  },
  function* coldBookingMoves({ take, random }) {
    const booking = take(MOVABLE);
    if (booking === undefined) return;
    const b = cold(booking.reference);
    yield action('confirm', b);
    yield getBooking(b);
    yield probe('filter', 'GET /v2/bookings', { query: { status: 'confirmed' } });
    yield extra(b, random.pick(['parking', 'sauna']), '8.00');
    yield getBooking(b);
  },
  function* cancelled(context) {
    const { random, fresh } = context;
    const [b, g] = [fresh('booking'), cold(random.pick(GUESTS).id)];
    const room = random.pick(COLD_ROOMS);
    yield book(context, b, g, room);
    yield extra(b, 'shuttle', '18.00');
    yield probe('read-item', 'GET /v2/guests/{g}', { slots: { g }, ...unseenNotes });
    yield action('cancel', b, { reason: 'Missed the train' });
    yield getBooking(b);
    yield probe('read-item', 'GET /v2/guests/{g}', { slots: { g }, ...unseenNotes });
    yield getHotel(room.hotelId);
  },
  function* guestLife({ random, fresh, unique }) {
    const g = fresh('guest');
    const email = `probe.${unique()}@mail.test`;
    const create = (handle: SlotRef): ProbeDraft =>
      probe('write', 'POST /v2/guests', {
        slots: { g: handle },
        creates: '/v2/guests/{g}',
        bind: idOf(handle),
        json: { givenName: random.pick(GIVEN_NAMES), familyName: random.pick(FAMILY_NAMES), email },
      });
    yield create(g);
    yield probe('write', 'PATCH /v2/guests/{g}', {
      slots: { g },
      json: { phone: '+1 202 555 0111', notes: 'Left-handed' },
    });
    yield getGuest(g);
    yield probe('write', 'PATCH /v2/guests/{g}', { slots: { g }, json: { phone: null, loyaltyTier: 'silver' } });
    yield getGuest(g);
    yield probe('filter', 'GET /v2/guests', { query: { email } });
    if (random.chance(0.5)) return;
    yield probe('write', 'DELETE /v2/guests/{g}', { slots: { g } });
    yield probe('error', 'GET /v2/guests/{g}', { slots: { g } });
    const again = fresh('guest');
    yield create(again);
    yield getGuest(again);
  },
  function* coldGuest({ random, take }) {
    const guest: Guest = random.pick(GUESTS);
    const g = cold(guest.id);
    yield probe('write', 'PATCH /v2/guests/{g}', {
      slots: { g },
      ...unseenNotes,
      json: { phone: `+44 20 7946 0${random.between(100, 999)}` },
    });
    yield probe('write', 'PATCH /v2/guests/{g}', { slots: { g }, ...unseenNotes, json: { loyaltyTier: 'gold' } });
    yield probe('read-item', 'GET /v2/guests/{g}', { slots: { g }, ...unseenNotes });
    const doomed = take(DOOMED);
    if (doomed === undefined) return;
    yield probe('write', 'DELETE /v2/guests/{g}', { slots: { g: cold(doomed.id) } });
    yield probe('error', 'GET /v2/guests/{g}', { slots: { g: cold(doomed.id) } });
    yield probe('list', 'GET /v2/guests', { query: { limit: '12' } });
  },
  function* rates({ random }) {
    const room = random.pick(COLD_ROOMS);
    const r = cold(room.id);
    const currency = SEED.hotels.get(room.hotelId)?.currency ?? 'EUR';
    yield probe('write', 'PATCH /v2/rooms/{r}', {
      slots: { r },
      headers: asManager,
      json: { rate: { amount: `${random.between(60, 300)}.00`, currency } },
    });
    yield probe('read-item', 'GET /v2/rooms/{r}', { slots: { r } });
    yield probe('list', 'GET /v2/hotels/{h}/rooms', { slots: { h: known(room.hotelId) } });
  },
  function* rateAndBooking(context) {
    const { random, fresh } = context;
    const room = random.pick(COLD_ROOMS);
    const [b, r] = [fresh('booking'), cold(room.id)];
    const currency = SEED.hotels.get(room.hotelId)?.currency ?? 'EUR';
    yield probe('write', 'PATCH /v2/rooms/{r}', {
      slots: { r },
      headers: asManager,
      json: { rate: { amount: '99.50', currency } },
    });
    yield book(context, b, known(random.pick(GUESTS).id), room);
    yield probe('write', 'PATCH /v2/rooms/{r}', {
      slots: { r },
      headers: asManager,
      json: { rate: { amount: '130.00', currency } },
    });
    yield getBooking(b);
    yield probe('read-item', 'GET /v2/rooms/{r}', { slots: { r } });
  },
];

const PAGES: readonly Scenario[] = [
  function* cursors({ random, fresh }) {
    const next = fresh('next');
    const limit = String(random.pick([4, 7, 12]));
    yield probe('page', 'GET /v2/bookings', {
      query: { limit },
      bind: [{ name: next.name, jsonPath: '$._links.next.href' }],
    });
    yield probe('page', 'GET {+n}', { slots: { n: next } });
  },
  function* guestPages({ random, fresh }) {
    const next = fresh('next');
    yield probe('page', 'GET /v2/guests', {
      query: { limit: String(random.pick([5, 9])) },
      bind: [{ name: next.name, jsonPath: '$._links.next.href' }],
    });
    yield probe('page', 'GET {+n}', { slots: { n: next } });
  },
  function* byStatus({ random }) {
    yield probe('filter', 'GET /v2/bookings', {
      query: { status: random.pick(['tentative', 'confirmed', 'checkedOut', 'cancelled']), limit: '20' },
    });
    yield probe('filter', 'GET /v2/bookings', { query: { guestId: random.pick(GUESTS).id } });
    yield probe('filter', 'GET /v2/bookings', { query: { hotelId: random.pick(HOTELS), sort: 'checkIn', limit: '9' } });
  },
  function* guests({ random }) {
    yield probe('filter', 'GET /v2/guests', { query: { q: random.pick(['an', 'SMITH', 'o']) } });
    yield probe('filter', 'GET /v2/guests', { query: { loyaltyTier: random.pick(['none', 'gold', 'silver']) } });
  },
  function* freeRooms({ random }) {
    const from = random.pick(['2024-01-15', '2024-02-03', '2024-02-20']);
    yield probe('filter', 'GET /v2/hotels/{h}/availability', {
      slots: { h: known(random.pick(HOTELS)) },
      query: { from, to: `${from.slice(0, 8)}${Number(from.slice(8)) + random.between(1, 4)}` },
    });
    yield probe('filter', 'GET /v2/hotels/{h}/rooms', {
      slots: { h: known(random.pick(HOTELS)) },
      query: { type: 'double' },
    });
  },
];

export function lodgeProbes(seed: number): ProbeSource {
  return createProbeSource(seed, { writes: WRITES, pages: PAGES, errors: LODGE_ERRORS, rareErrors: LODGE_RARE_ERRORS });
}
