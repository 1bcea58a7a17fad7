import { emptyReply } from '../reply.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import type { JsonObject } from '../json.ts';
import type { Call, Route } from '../router.ts';
import {
  etagOf,
  halReply,
  invalid,
  pageOf,
  refuse,
  requireMatch,
  showGuest,
  showHotel,
  showRoom,
} from './lodge-show.ts';
import { ACTIVE, iso, LODGE_ORIGIN, MANAGER_KEY } from './lodge-world.ts';
import type { Guest, Hotel, LodgeWorld, Room } from './lodge-world.ts';

type LodgeCall = Call<LodgeWorld>;

export const LODGE_HOUSE_ROUTES: readonly Route<LodgeWorld>[] = [
  { operation: 'hotels.list', method: 'GET', pattern: '/v2/hotels', handle: listHotels },
  {
    operation: 'hotels.get',
    method: 'GET',
    pattern: '/v2/hotels/{hotel}',
    handle: (call) => replyHotel(call, hotelAt(call)),
  },
  { operation: 'hotels.update', method: 'PATCH', pattern: '/v2/hotels/{hotel}', handle: updateHotel },
  { operation: 'rooms.list', method: 'GET', pattern: '/v2/hotels/{hotel}/rooms', handle: listRooms },
  { operation: 'availability', method: 'GET', pattern: '/v2/hotels/{hotel}/availability', handle: availability },
  {
    operation: 'rooms.get',
    method: 'GET',
    pattern: '/v2/rooms/{room}',
    handle: (call) => halReply(200, showRoom(call.state, roomAt(call))),
  },
  { operation: 'rooms.update', method: 'PATCH', pattern: '/v2/rooms/{room}', handle: updateRoom },
  { operation: 'guests.list', method: 'GET', pattern: '/v2/guests', handle: listGuests },
  { operation: 'guests.create', method: 'POST', pattern: '/v2/guests', handle: createGuest },
  {
    operation: 'guests.get',
    method: 'GET',
    pattern: '/v2/guests/{guest}',
    handle: (call) => halReply(200, showGuest(call.state, guestAt(call), true)),
  },
  { operation: 'guests.update', method: 'PATCH', pattern: '/v2/guests/{guest}', handle: updateGuest },
  { operation: 'guests.delete', method: 'DELETE', pattern: '/v2/guests/{guest}', handle: deleteGuest },
];

export function bodyOf(call: LodgeCall): JsonObject {
  const body = call.json();
  if (body === undefined) throw refuse(400, 'MALFORMED_BODY', 'The body is not a JSON object');
  return body;
}

export function isBusy(
  state: LodgeWorld,
  roomId: string,
  from: string,
  to: string,
  except?: string,
): string | undefined {
  for (const { reference, roomId: booked, status, checkIn, checkOut } of state.bookings.values()) {
    if (booked === roomId && reference !== except && ACTIVE.includes(status) && checkIn < to && from < checkOut)
      return reference;
  }
  return undefined;
}

function listHotels(call: LodgeCall): ReferenceResponse {
  const city = call.query.get('city');
  const rows = [...call.state.hotels.values()].filter((hotel) => city === null || hotel.city === city);
  return pageOf(
    call,
    'hotels',
    rows,
    ({ id }) => id,
    (hotel) => showHotel(call.state, hotel),
  );
}

function replyHotel(call: LodgeCall, hotel: Hotel): ReferenceResponse {
  const shown = showHotel(call.state, hotel);
  return halReply(200, shown, { etag: etagOf(shown) });
}

function updateHotel(call: LodgeCall): ReferenceResponse {
  onlyManagers(call);
  const hotel = hotelAt(call);
  const body = bodyOf(call);
  requireMatch(call, showHotel(call.state, hotel));
  const { checkInFrom } = body;
  if (checkInFrom !== undefined && !/^([01]\d|2[0-3]):[0-5]\d$/.test(String(checkInFrom)))
    throw invalid([{ path: 'checkInFrom', reason: 'must be a time like 15:00' }]);
  const saved = { ...hotel, ...pick(body, ['name', 'phone', 'checkInFrom']) } as Hotel;
  call.state.hotels.set(hotel.id, saved);
  return replyHotel(call, saved);
}

function listRooms(call: LodgeCall): ReferenceResponse {
  const { id } = hotelAt(call);
  const type = call.query.get('type');
  const rows = [...call.state.rooms.values()].filter(
    (room) => room.hotelId === id && (type === null || room.type === type),
  );
  return pageOf(
    call,
    'rooms',
    rows,
    (room) => room.id,
    (room) => showRoom(call.state, room),
  );
}

function availability(call: LodgeCall): ReferenceResponse {
  const { id } = hotelAt(call);
  const [from, to] = [call.query.get('from'), call.query.get('to')];
  if (from === null || to === null)
    throw refuse(400, 'BAD_PARAMETER', 'from and to are required', { parameter: from === null ? 'from' : 'to' });
  if (from >= to) throw refuse(400, 'BAD_RANGE', 'to must be after from');
  const rows = [...call.state.rooms.values()].filter(
    (room) => room.hotelId === id && !room.outOfService && isBusy(call.state, room.id, from, to) === undefined,
  );
  return pageOf(
    call,
    'rooms',
    rows,
    (room) => room.id,
    (room) => showRoom(call.state, room),
  );
}

function updateRoom(call: LodgeCall): ReferenceResponse {
  onlyManagers(call);
  const room = roomAt(call);
  const { rate, outOfService } = bodyOf(call);
  const amount = typeof rate === 'object' && rate !== null && 'amount' in rate ? Number(rate['amount']) : undefined;
  if (amount !== undefined && !(amount > 0)) throw invalid([{ path: 'rate.amount', reason: 'must be above zero' }]);
  const saved: Room = {
    ...room,
    rate: amount === undefined ? room.rate : Math.round(amount * 100),
    outOfService: typeof outOfService === 'boolean' ? outOfService : room.outOfService,
  };
  call.state.rooms.set(room.id, saved);
  return halReply(200, showRoom(call.state, saved));
}

function listGuests(call: LodgeCall): ReferenceResponse {
  const q = call.query.get('q')?.toLowerCase();
  const email = call.query.get('email');
  const tier = call.query.get('loyaltyTier');
  const rows = [...call.state.guests.values()].filter(
    (guest) =>
      !guest.deleted &&
      (email === null || guest.email === email) &&
      (tier === null || guest.loyaltyTier === tier) &&
      (q === undefined || `${guest.givenName} ${guest.familyName}`.toLowerCase().includes(q)),
  );
  return pageOf(
    call,
    'guests',
    rows,
    ({ id }) => id,
    (guest) => showGuest(call.state, guest, false),
  );
}

function createGuest(call: LodgeCall): ReferenceResponse {
  const body = bodyOf(call);
  const violations = ['givenName', 'familyName', 'email']
    .filter((path) => typeof body[path] !== 'string' || body[path] === '')
    .map((path) => ({ path, reason: 'is required' }));
  if (violations.length > 0) throw invalid(violations);
  const email = freeEmail(call, String(body['email']));
  const id = call.state.random.uuid();
  const guest: Guest = {
    id,
    givenName: String(body['givenName']),
    familyName: String(body['familyName']),
    email,
    phone: (body['phone'] as string | undefined) ?? null,
    loyaltyTier: 'none',
    notes: (body['notes'] as string | undefined) ?? null,
    createdAt: iso(call.at),
    deleted: false,
  };
  call.state.guests.set(id, guest);
  return halReply(201, showGuest(call.state, guest, true), { location: `${LODGE_ORIGIN}/v2/guests/${id}` });
}

function updateGuest(call: LodgeCall): ReferenceResponse {
  const guest = guestAt(call);
  const body = bodyOf(call);
  if (body['email'] === null) throw invalid([{ path: 'email', reason: 'cannot be removed' }]);
  if (typeof body['email'] === 'string') freeEmail(call, body['email'], guest.id);
  const saved = {
    ...guest,
    ...pick(body, ['givenName', 'familyName', 'email', 'phone', 'loyaltyTier', 'notes']),
  } as Guest;
  call.state.guests.set(guest.id, saved);
  return halReply(200, showGuest(call.state, saved, true));
}

function deleteGuest(call: LodgeCall): ReferenceResponse {
  const guest = guestAt(call);
  const open = [...call.state.bookings.values()].find(
    ({ guestId, status }) => guestId === guest.id && ACTIVE.includes(status),
  );
  if (open !== undefined)
    throw refuse(409, 'GUEST_HAS_BOOKINGS', `Cancel ${open.reference} first`, { conflictingReference: open.reference });
  call.state.guests.set(guest.id, { ...guest, deleted: true });
  return emptyReply(204);
}

function hotelAt(call: LodgeCall): Hotel {
  const hotel = call.state.hotels.get(call.param('hotel'));
  if (hotel === undefined) throw refuse(404, 'HOTEL_NOT_FOUND', `No hotel has the id ${call.param('hotel')}`);
  return hotel;
}

function roomAt(call: LodgeCall): Room {
  const room = call.state.rooms.get(call.param('room'));
  if (room === undefined) throw refuse(404, 'ROOM_NOT_FOUND', `No room has the id ${call.param('room')}`);
  return room;
}

function guestAt(call: LodgeCall): Guest {
  const guest = call.state.guests.get(call.param('guest'));
  if (guest === undefined) throw refuse(404, 'GUEST_NOT_FOUND', `No guest has the id ${call.param('guest')}`);
  if (guest.deleted) throw refuse(410, 'GUEST_DELETED', 'This guest asked to be forgotten');
  return guest;
}

function freeEmail(call: LodgeCall, email: string, except?: string): string {
  const taken = [...call.state.guests.values()].find(
    (guest) => guest.email === email && !guest.deleted && guest.id !== except,
  );
  if (taken !== undefined)
    throw refuse(409, 'EMAIL_TAKEN', 'Another guest has this e-mail address', { guestId: taken.id });
  return email;
}

function onlyManagers(call: LodgeCall): void {
  if (call.header('x-api-key') !== MANAGER_KEY) throw refuse(403, 'MANAGERS_ONLY', 'Ask a manager to do this');
}

function pick(body: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));
}
