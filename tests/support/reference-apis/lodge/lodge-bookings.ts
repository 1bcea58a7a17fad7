import type { ReferenceResponse } from '../reference-api.ts';
import type { Call, Route } from '../router.ts';
import { bodyOf, isBusy } from './lodge-guests.ts';
import { etagOf, halReply, invalid, pageOf, refuse, requireMatch, showBooking } from './lodge-show.ts';
import type { Violation } from './lodge-show.ts';
import { iso, LODGE_ORIGIN, referenceOf } from './lodge-world.ts';
import type { Booking, BookingStatus, LodgeWorld, Room } from './lodge-world.ts';

type LodgeCall = Call<LodgeWorld>;

const ONE = '/v2/bookings/{reference}';
const STATUSES = ['tentative', 'confirmed', 'checkedIn', 'checkedOut', 'cancelled'];

/** `POST /v2/bookings/X:confirm` is matched as `/v2/bookings/X/:confirm`. */
export const LODGE_BOOKING_ROUTES: readonly Route<LodgeWorld>[] = [
  { operation: 'bookings.list', method: 'GET', pattern: '/v2/bookings', handle: listBookings },
  { operation: 'bookings.create', method: 'POST', pattern: '/v2/bookings', handle: createBooking },
  { operation: 'bookings.get', method: 'GET', pattern: ONE, handle: (call) => reply(call, 200, bookingAt(call)) },
  { operation: 'bookings.update', method: 'PATCH', pattern: ONE, handle: updateBooking },
  { operation: 'bookings.confirm', method: 'POST', pattern: `${ONE}/:confirm`, handle: confirm },
  { operation: 'bookings.cancel', method: 'POST', pattern: `${ONE}/:cancel`, handle: cancel },
  {
    operation: 'bookings.checkIn',
    method: 'POST',
    pattern: `${ONE}/:checkIn`,
    handle: (call) => move(call, ['confirmed'], 'checkedIn'),
  },
  {
    operation: 'bookings.checkOut',
    method: 'POST',
    pattern: `${ONE}/:checkOut`,
    handle: (call) => move(call, ['checkedIn'], 'checkedOut'),
  },
  { operation: 'extras.add', method: 'POST', pattern: `${ONE}/extras`, handle: addExtra },
  { operation: 'extras.remove', method: 'DELETE', pattern: `${ONE}/extras/{code}`, handle: removeExtra },
];

function listBookings(call: LodgeCall): ReferenceResponse {
  const { query, state } = call;
  const status = query.get('status');
  if (status !== null && !STATUSES.includes(status))
    throw refuse(400, 'BAD_PARAMETER', `status is one of ${STATUSES.join(', ')}`, { parameter: 'status' });
  const hotel = query.get('hotelId');
  const guest = query.get('guestId');
  const from = query.get('arrivingFrom');
  const rows = [...state.bookings.values()].filter(
    (booking) =>
      (status === null || booking.status === status) &&
      (hotel === null || state.rooms.get(booking.roomId)?.hotelId === hotel) &&
      (guest === null || booking.guestId === guest) &&
      (from === null || booking.checkIn >= from),
  );
  const sort = query.get('sort');
  const sorted =
    sort === 'checkIn'
      ? rows.toSorted((a, b) => a.checkIn.localeCompare(b.checkIn) || a.reference.localeCompare(b.reference))
      : rows.toReversed();
  return pageOf(
    call,
    'bookings',
    sorted,
    ({ reference }) => reference,
    (booking) => showBooking(state, booking),
  );
}

function createBooking(call: LodgeCall): ReferenceResponse {
  const { state, at } = call;
  const body = bodyOf(call);
  const missing = ['roomId', 'guestId', 'checkIn', 'checkOut'].filter((path) => typeof body[path] !== 'string');
  if (missing.length > 0) throw invalid(missing.map((path) => ({ path, reason: 'is required' })));
  const room = state.rooms.get(String(body['roomId']));
  const guest = state.guests.get(String(body['guestId']));
  if (room === undefined) throw invalid([{ path: 'roomId', reason: 'is unknown' }]);
  if (guest === undefined || guest.deleted) throw invalid([{ path: 'guestId', reason: 'is unknown' }]);
  const booking: Booking = {
    reference: referenceOf(state.next),
    roomId: room.id,
    guestId: guest.id,
    checkIn: String(body['checkIn']),
    checkOut: String(body['checkOut']),
    adults: typeof body['adults'] === 'number' ? body['adults'] : 1,
    status: 'tentative',
    nightlyRate: room.rate,
    extras: [],
    specialRequests: (body['specialRequests'] as string | undefined) ?? null,
    cancelReason: null,
    createdAt: iso(at),
    updatedAt: iso(at),
    confirmedAt: null,
  };
  checkStay(state, room, booking);
  state.next += 1;
  return reply(call, 201, booking, { location: `${LODGE_ORIGIN}/v2/bookings/${booking.reference}` });
}

function updateBooking(call: LodgeCall): ReferenceResponse {
  const booking = bookingAt(call);
  const body = bodyOf(call);
  requireMatch(call, showBooking(call.state, booking));
  if (booking.status !== 'tentative' && booking.status !== 'confirmed')
    throw refuse(409, 'INVALID_STATE', `A ${booking.status} booking cannot be changed`, { status: booking.status });
  const saved: Booking = {
    ...booking,
    checkIn: typeof body['checkIn'] === 'string' ? body['checkIn'] : booking.checkIn,
    checkOut: typeof body['checkOut'] === 'string' ? body['checkOut'] : booking.checkOut,
    adults: typeof body['adults'] === 'number' ? body['adults'] : booking.adults,
    specialRequests:
      body['specialRequests'] === undefined ? booking.specialRequests : (body['specialRequests'] as string | null),
    updatedAt: iso(call.at),
  };
  checkStay(call.state, call.state.rooms.get(booking.roomId) as Room, saved);
  return reply(call, 200, saved);
}

function checkStay(state: LodgeWorld, room: Room, booking: Booking): void {
  const violations: Violation[] = [];
  if (booking.checkOut <= booking.checkIn) violations.push({ path: 'checkOut', reason: 'must be after checkIn' });
  if (booking.adults < 1 || booking.adults > room.maxGuests)
    violations.push({ path: 'adults', reason: `must be from 1 to ${room.maxGuests}` });
  if (violations.length > 0) throw invalid(violations);
  if (room.outOfService) throw refuse(409, 'ROOM_OUT_OF_SERVICE', `Room ${room.number} is out of service`);
  const conflictingReference = isBusy(state, room.id, booking.checkIn, booking.checkOut, booking.reference);
  if (conflictingReference !== undefined)
    throw refuse(409, 'ROOM_NOT_AVAILABLE', 'The room is taken in these nights', { conflictingReference });
}

function confirm(call: LodgeCall): ReferenceResponse {
  return move(call, ['tentative'], 'confirmed', { confirmedAt: iso(call.at) });
}

function cancel(call: LodgeCall): ReferenceResponse {
  const reason = call.json()?.['reason'];
  return move(call, ['tentative', 'confirmed'], 'cancelled', {
    cancelReason: typeof reason === 'string' ? reason : null,
  });
}

function move(
  call: LodgeCall,
  from: readonly BookingStatus[],
  status: BookingStatus,
  more: Partial<Booking> = {},
): ReferenceResponse {
  const booking = bookingAt(call);
  if (!from.includes(booking.status))
    throw refuse(409, 'INVALID_STATE', `A ${booking.status} booking cannot become ${status}`, {
      status: booking.status,
    });
  return reply(call, 200, { ...booking, ...more, status, updatedAt: iso(call.at) });
}

function addExtra(call: LodgeCall): ReferenceResponse {
  const booking = openBooking(call);
  const { code, price } = bodyOf(call);
  const amount =
    typeof price === 'object' && price !== null && 'amount' in price ? Number(price['amount']) : Number.NaN;
  const violations: Violation[] = [];
  if (typeof code !== 'string') violations.push({ path: 'code', reason: 'is required' });
  if (!(amount >= 0)) violations.push({ path: 'price.amount', reason: 'must be an amount' });
  if (violations.length > 0) throw invalid(violations);
  if (booking.extras.some((extra) => extra.code === code))
    throw refuse(409, 'EXTRA_EXISTS', `The booking already has ${String(code)}`);
  const extras = [...booking.extras, { code: String(code), price: Math.round(amount * 100) }];
  return reply(call, 201, { ...booking, extras, updatedAt: iso(call.at) });
}

function removeExtra(call: LodgeCall): ReferenceResponse {
  const booking = openBooking(call);
  const extras = booking.extras.filter(({ code }) => code !== call.param('code'));
  if (extras.length === booking.extras.length)
    throw refuse(404, 'EXTRA_NOT_FOUND', `The booking has no ${call.param('code')}`);
  return reply(call, 200, { ...booking, extras, updatedAt: iso(call.at) });
}

function openBooking(call: LodgeCall): Booking {
  const booking = bookingAt(call);
  if (booking.status === 'cancelled' || booking.status === 'checkedOut')
    throw refuse(409, 'INVALID_STATE', `A ${booking.status} booking takes no extras`, { status: booking.status });
  return booking;
}

function bookingAt(call: LodgeCall): Booking {
  const booking = call.state.bookings.get(call.param('reference'));
  if (booking === undefined) throw refuse(404, 'BOOKING_NOT_FOUND', `There is no booking ${call.param('reference')}`);
  return booking;
}

/** Stores the booking and shows it. */
function reply(
  call: LodgeCall,
  status: number,
  booking: Booking,
  headers: Readonly<Record<string, string>> = {},
): ReferenceResponse {
  call.state.bookings.set(booking.reference, booking);
  const shown = showBooking(call.state, booking);
  return halReply(status, shown, { etag: etagOf(shown), ...headers });
}
