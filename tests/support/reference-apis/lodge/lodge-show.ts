import { isJsonObject, parseJson } from '../json.ts';
import { jsonReply } from '../reply.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import { Refusal } from '../router.ts';
import type { Call } from '../router.ts';
import { ACTIVE, LODGE_ORIGIN, nightsOf } from './lodge-world.ts';
import type { Booking, Guest, Hotel, LodgeWorld, Room } from './lodge-world.ts';

const HAL = 'application/hal+json';

export interface Violation {
  readonly path: string;
  readonly reason: string;
}

export function refuse(status: number, code: string, message: string, more: object = {}): Refusal {
  return new Refusal(jsonReply(status, { code, message, ...more }));
}

export function invalid(violations: readonly Violation[]): Refusal {
  return refuse(422, 'VALIDATION_FAILED', 'Some values cannot be accepted', { violations });
}

export function lodgeErrorOf(response: ReferenceResponse): string | undefined {
  if (response.status < 400) return undefined;
  const body = parseJson(response.body);
  if (!isJsonObject(body)) return String(response.status);
  const violations = Array.isArray(body['violations']) ? body['violations'].filter(isJsonObject) : [];
  return [response.status, body['code'], ...violations.map(({ path }) => path)].join(' ');
}

export function halReply(
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): ReferenceResponse {
  return jsonReply(status, body, { 'content-type': HAL, ...headers });
}

export function showHotel(state: LodgeWorld, hotel: Hotel): object {
  const rooms = [...state.rooms.values()].filter(({ hotelId }) => hotelId === hotel.id);
  const open = [...state.bookings.values()].filter(
    ({ status, roomId }) => ACTIVE.includes(status) && state.rooms.get(roomId)?.hotelId === hotel.id,
  );
  return {
    ...hotel,
    roomCount: rooms.length,
    activeBookings: open.length,
    _links: { self: link(`/v2/hotels/${hotel.id}`), rooms: link(`/v2/hotels/${hotel.id}/rooms`) },
  };
}

export function showRoom(state: LodgeWorld, { rate, ...room }: Room): object {
  const { currency = 'EUR' } = state.hotels.get(room.hotelId) ?? {};
  return {
    ...room,
    rate: money(rate, currency),
    _links: { self: link(`/v2/rooms/${room.id}`), hotel: link(`/v2/hotels/${room.hotelId}`) },
  };
}

/** Lists leave out the notes. */
export function showGuest(state: LodgeWorld, stored: Guest, whole: boolean): object {
  const { id, givenName, familyName, email, phone, loyaltyTier, notes, createdAt } = stored;
  const guest = { id, givenName, familyName, email, phone, loyaltyTier, createdAt };
  const stays = [...state.bookings.values()].filter(
    ({ guestId, status }) => guestId === guest.id && status !== 'cancelled',
  );
  return {
    ...guest,
    ...(whole ? { notes } : {}),
    bookingCount: stays.length,
    _links: { self: link(`/v2/guests/${guest.id}`) },
  };
}

export function showBooking(state: LodgeWorld, booking: Booking): object {
  const room = state.rooms.get(booking.roomId) as Room;
  const { currency } = state.hotels.get(room.hotelId) as Hotel;
  const self = `/v2/bookings/${booking.reference}`;
  const { reference, status, roomId, guestId, checkIn, checkOut, adults, nightlyRate, extras, ...rest } = booking;
  const nights = nightsOf(booking);
  const extrasTotal = extras.reduce((sum, { price }) => sum + price, 0);
  return {
    reference,
    status,
    hotelId: room.hotelId,
    roomId,
    guestId,
    checkIn,
    checkOut,
    nights,
    adults,
    nightlyRate: money(nightlyRate, currency),
    roomTotal: money(nights * nightlyRate, currency),
    extras: extras.map(({ code, price }) => ({ code, price: money(price, currency) })),
    extrasTotal: money(extrasTotal, currency),
    total: money(nights * nightlyRate + extrasTotal, currency),
    ...rest,
    _links: {
      self: link(self),
      room: link(`/v2/rooms/${roomId}`),
      guest: link(`/v2/guests/${guestId}`),
      ...(status === 'tentative' ? { confirm: link(`${self}:confirm`) } : {}),
      ...(status === 'tentative' || status === 'confirmed' ? { cancel: link(`${self}:cancel`) } : {}),
    },
  };
}

/** `{ _embedded: { NAME: rows }, page: { size, count }, _links: { self, next? } }`; the cursor is opaque. */
export function pageOf<T>(
  call: Call<LodgeWorld>,
  name: string,
  rows: readonly T[],
  keyOf: (row: T) => string,
  show: (row: T) => object,
): ReferenceResponse {
  const limit = Number(call.query.get('limit') ?? 10);
  if (!Number.isInteger(limit) || limit < 1 || limit > 50)
    throw refuse(400, 'BAD_PARAMETER', 'limit must be from 1 to 50', { parameter: 'limit' });
  const cursor = call.query.get('cursor');
  const start = cursor === null ? 0 : rows.findIndex((row) => cursorOf(keyOf(row)) === cursor) + 1;
  if (cursor !== null && start === 0)
    throw refuse(400, 'BAD_CURSOR', 'The cursor does not belong to this list', { parameter: 'cursor' });
  const shown = rows.slice(start, start + limit);
  const last = shown.at(-1);
  const query = new URLSearchParams(call.query);
  query.set('limit', String(limit));
  query.set('cursor', last === undefined ? '' : cursorOf(keyOf(last)));
  const path = call.request.path.split('?')[0] ?? '';
  const more = start + limit < rows.length;
  return halReply(200, {
    _embedded: { [name]: shown.map(show) },
    page: { size: shown.length, total: rows.length },
    _links: { self: link(call.request.path), ...(more ? { next: link(`${path}?${query}`) } : {}) },
  });
}

/** Opaque strong ETag of a representation (FNV-1a). */
export function etagOf(representation: object): string {
  let hash = 0x811c9dc5;
  for (const char of JSON.stringify(representation)) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
  return `"${hash.toString(16).padStart(8, '0')}"`;
}

/** Conditional writes only: 428 without If-Match, 412 where the record has moved on. */
export function requireMatch(call: Call<LodgeWorld>, representation: object): void {
  const wanted = call.header('if-match');
  if (wanted === undefined) throw refuse(428, 'PRECONDITION_REQUIRED', 'Send If-Match with the ETag you have read');
  if (wanted !== '*' && wanted !== etagOf(representation))
    throw refuse(412, 'PRECONDITION_FAILED', 'The record was changed since you have read it');
}

export function money(cents: number, currency: string): object {
  return { amount: (cents / 100).toFixed(2), currency };
}

function link(path: string): object {
  return { href: `${LODGE_ORIGIN}${path}` };
}

function cursorOf(key: string): string {
  return btoa(`after:${key}`).replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_');
}
