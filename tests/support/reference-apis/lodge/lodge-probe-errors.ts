import type { ProbeDraft } from '../define-probe.ts';
import type { ProbeContext, Scenario } from '../probe-source.ts';
import type { ProbeJson, SlotRef } from '../probe.ts';
import {
  bookingPath,
  cold,
  GUESTS,
  COLD_ROOMS,
  coldBookings,
  freeNights,
  HOTELS,
  known,
  probe,
  referenceOf,
  SEED,
} from './lodge-probe-kit.ts';

const GUEST = [...SEED.guests.values()].at(-1)?.id ?? '';
const OVER = coldBookings('checkedOut', 'cancelled');
const STEADY = coldBookings('confirmed');
const getBooking = (b: SlotRef): ProbeDraft => probe('read-item', `GET ${bookingPath}`, { slots: { b } });

interface Stay {
  readonly [key: string]: ProbeJson;
}

function stayOf({ random, unique }: ProbeContext): Stay {
  return { roomId: random.pick(COLD_ROOMS).id, guestId: GUEST, ...freeNights(unique(), 3) };
}

const create = (b: SlotRef, json: Stay): ProbeDraft =>
  probe('write', 'POST /v2/bookings', { slots: { b }, creates: bookingPath, bind: referenceOf(b), json });
const refusedBooking = (json: Stay, isKnown = true): ProbeDraft =>
  probe('error', 'POST /v2/bookings', { known: isKnown, json });

export const LODGE_ERRORS: readonly Scenario[] = [
  function* unknownBooking({ random }) {
    yield probe('error', `GET ${bookingPath}`, { slots: { b: known(`BK-2022-${random.between(1000, 9999)}`) } });
    yield probe('error', 'GET /v2/guests/{g}', { slots: { g: known(random.uuid()) } });
  },
  function* taken(context) {
    const [b, stay] = [context.fresh('booking'), stayOf(context)];
    yield create(b, stay);
    yield refusedBooking(stay);
    yield getBooking(b);
  },
  function* overlapping(context) {
    const [b, stay] = [context.fresh('booking'), stayOf(context)];
    const day = String(stay['checkIn']);
    const before = new Date(Date.parse(day) - 2 * 86_400_000).toISOString().slice(0, 10);
    const within = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
    yield create(b, stay);
    yield refusedBooking({ ...stay, checkIn: before, checkOut: within });
    yield getBooking(b);
    const neighbour = context.fresh('booking');
    yield create(neighbour, { ...stay, checkIn: before, checkOut: day });
    yield getBooking(neighbour);
  },
  function* withoutGuest(context) {
    const { guestId: _, ...stay } = stayOf(context);
    yield refusedBooking(stay);
  },
  function* backwards(context) {
    const stay = stayOf(context);
    yield refusedBooking({ ...stay, checkOut: stay['checkIn'] ?? '' });
  },
  function* blindAndStale({ random }) {
    const slots = { b: cold(random.pick(STEADY).reference) };
    yield probe('error', `PATCH ${bookingPath}`, { slots, json: { specialRequests: 'Blind' } });
    yield probe('error', `PATCH ${bookingPath}`, {
      slots,
      headers: { 'if-match': '"00000000"' },
      json: { specialRequests: 'Late' },
    });
    yield getBooking(slots.b);
  },
  function* deskSetsRates({ random }) {
    const r = cold(random.pick(COLD_ROOMS).id);
    yield probe('error', 'PATCH /v2/rooms/{r}', { slots: { r }, json: { rate: { amount: '5.00', currency: 'EUR' } } });
    yield probe('read-item', 'GET /v2/rooms/{r}', { slots: { r } });
  },
  function* confirmedAgain(context) {
    const b = context.fresh('booking');
    yield create(b, stayOf(context));
    yield probe('error', `POST ${bookingPath}:checkIn`, { slots: { b } });
    yield probe('write', `POST ${bookingPath}:confirm`, { slots: { b } });
    yield probe('error', `POST ${bookingPath}:confirm`, { slots: { b } });
    yield getBooking(b);
  },
  function* overConfirmed({ random }) {
    yield probe('error', `POST ${bookingPath}:confirm`, { slots: { b: cold(random.pick(OVER).reference) } });
  },
  function* sameEmail({ random }) {
    yield probe('error', 'POST /v2/guests', {
      json: { givenName: 'Twin', familyName: 'Twin', email: random.pick(GUESTS).email },
    });
    yield probe('error', 'POST /v2/guests', { json: { givenName: 'Mail', email: 'only.mail@mail.test' } });
  },
];

export const LODGE_RARE_ERRORS: readonly Scenario[] = [
  function* noKey() {
    yield probe('error', 'GET /v2/hotels', { known: false, headers: { 'x-api-key': '' } });
  },
  function* wrongMethod() {
    yield probe('error', 'DELETE /v2/hotels/{h}', { known: false, slots: { h: known(HOTELS[0] ?? '') } });
  },
  function* departsTooEarly({ random }) {
    const b = cold(random.pick(STEADY).reference);
    yield probe('error', `POST ${bookingPath}:checkOut`, { known: false, slots: { b } });
    yield getBooking(b);
  },
  function* changesThePast({ random }) {
    const b = cold(random.pick(OVER).reference);
    yield probe('error', `PATCH ${bookingPath}`, {
      known: false,
      slots: { b },
      headers: { 'if-match': '*' },
      json: { specialRequests: 'Time travel' },
    });
    yield getBooking(b);
  },
  function* crowd(context) {
    yield refusedBooking({ ...stayOf(context), adults: 9 }, false);
  },
  function* guestWithBooking(context) {
    const [b, g] = [context.fresh('booking'), cold(context.random.pick(GUESTS).id)];
    yield probe('write', 'POST /v2/bookings', {
      slots: { b, g },
      creates: bookingPath,
      bind: referenceOf(b),
      json: { ...stayOf(context), guestId: { $slot: 'g' } },
    });
    yield probe('error', 'DELETE /v2/guests/{g}', { known: false, slots: { g } });
    yield getBooking(b);
  },
  function* badParameters() {
    yield probe('error', 'GET /v2/bookings', { known: false, query: { cursor: 'bm93aGVyZQ' } });
    yield probe('error', 'GET /v2/bookings', { known: false, query: { status: 'lost' } });
  },
  function* backwardsRange() {
    yield probe('error', 'GET /v2/hotels/{h}/availability', {
      known: false,
      slots: { h: known(HOTELS[1] ?? '') },
      query: { from: '2024-05-05', to: '2024-05-01' },
    });
  },
  function* twiceTheSameExtra(context) {
    const b = context.fresh('booking');
    const json = { code: 'cot', price: { amount: '10.00', currency: 'EUR' } };
    yield create(b, stayOf(context));
    yield probe('write', `POST ${bookingPath}/extras`, { slots: { b }, json });
    yield probe('error', `POST ${bookingPath}/extras`, { known: false, slots: { b }, json });
    yield getBooking(b);
  },
  function* noSuchExtra({ random }) {
    yield probe('error', `DELETE ${bookingPath}/extras/{x}`, {
      known: false,
      slots: { b: cold(random.pick(STEADY).reference), x: known('unicorn') },
    });
  },
];
