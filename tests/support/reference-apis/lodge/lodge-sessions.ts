import { isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Random } from '../random.ts';
import type { ReferenceSend } from '../reference-api.ts';
import { createSessionClient } from '../session-client.ts';
import type { SessionClient } from '../session-client.ts';
import { sessionsOf } from '../sessions-of.ts';
import type { Workflow } from '../sessions-of.ts';
import { asciiSlug, FAMILY_NAMES, GIVEN_NAMES } from '../words.ts';
import {
  createLodgeWorld,
  dayOf,
  DESK_KEY,
  isColdBooking,
  isColdGuest,
  isColdRoom,
  LODGE_ORIGIN,
  MANAGER_KEY,
} from './lodge-world.ts';

const SEED = createLodgeWorld(0);
const HOTELS = [...SEED.hotels.keys()];
const HOT_ROOMS = [...SEED.rooms.values()].filter((room) => !isColdRoom(room));
const HOT_GUESTS = [...SEED.guests.values()].filter((guest) => !isColdGuest(guest));
const WISHES = ['Cot, please', 'Ground floor', 'We bring a small dog', 'Späte Anreise gegen 23 Uhr', undefined];

const WORKFLOWS: Readonly<Record<string, Workflow>> = {
  'night-audit': (send) => {
    const client = manager(send);
    client.call('GET /v2/hotels');
    for (const hotel of HOTELS) {
      client.call(`GET /v2/hotels/${hotel}/rooms`);
      client.call(`GET /v2/hotels/${hotel}`);
    }
    pages(client, '/v2/bookings', 40);
    pages(client, '/v2/guests', 20);
  },
  'new-booking': (send, random, index) => {
    const client = desk(send);
    const guest = newGuest(client, random, index);
    const { roomId, checkIn, checkOut, hotel } = freeRoom(client, random, index);
    const specialRequests = random.pick(WISHES);
    const booking = `/v2/bookings/${client
      .call('POST /v2/bookings', {
        json: {
          roomId,
          guestId: guest,
          checkIn,
          checkOut,
          ...(specialRequests === undefined ? {} : { specialRequests }),
        },
      })
      .text('$.reference')}`;
    client.call(`GET ${booking}`);
    if (random.chance(0.6))
      client.call(`POST ${booking}/extras`, {
        json: { code: 'breakfast', price: { amount: '14.50', currency: 'EUR' } },
      });
    client.call(`POST ${booking}:confirm`);
    client.call(`GET ${booking}`);
    client.call(`GET /v2/guests/${guest}`);
    client.call(`GET /v2/hotels/${hotel}`);
    client.call('POST /v2/bookings', { json: { roomId, guestId: guest, checkIn, checkOut } });
    client.call('POST /v2/bookings', { json: { roomId, checkIn, checkOut } });
  },
  'change-stay': (send, random, index) => {
    const client = desk(send);
    const { reference, roomId } = book(client, random, index);
    const path = `/v2/bookings/${reference}`;
    client.call(`PATCH ${path}`, { json: { specialRequests: 'Quiet room' } });
    const etag = client.call(`GET ${path}`).header('etag') ?? '';
    client.call(`PATCH ${path}`, {
      json: { checkOut: dateOf(index, 9), specialRequests: 'Quiet room' },
      headers: { 'if-match': etag },
    });
    client.call(`PATCH ${path}`, { json: { specialRequests: 'High floor' }, headers: { 'if-match': etag } });
    const fresh = client.call(`GET ${path}`).header('etag') ?? '';
    client.call(`PATCH ${path}`, { json: { specialRequests: null }, headers: { 'if-match': fresh } });
    client.call(`GET ${path}`);
    client.call(`GET /v2/rooms/${roomId}`);
  },
  cancellation: (send, random, index) => {
    const client = desk(send);
    client.call(`GET /v2/bookings?status=${random.pick(['tentative', 'confirmed'])}&limit=5`);
    const { reference, guestId } = book(client, random, index);
    const path = `/v2/bookings/${reference}`;
    client.call(`POST ${path}:cancel`, { json: { reason: random.pick(['Plans changed', 'Flight cancelled']) } });
    client.call(`GET ${path}`);
    client.call(`POST ${path}:confirm`);
    client.call(`GET /v2/guests/${guestId}`);
    client.call(`GET /v2/bookings?guestId=${guestId}`);
    client.call(`GET /v2/bookings/BK-2023-${random.between(1000, 9999)}`);
  },
  'arrival-and-departure': (send, random, index) => {
    const client = desk(send);
    client.call(`GET /v2/bookings?hotelId=${random.pick(HOTELS)}&sort=checkIn&limit=8`);
    const { reference, hotel } = book(client, random, index);
    const path = `/v2/bookings/${reference}`;
    client.call(`POST ${path}:checkIn`);
    client.call(`POST ${path}:confirm`);
    client.call(`POST ${path}:checkIn`);
    client.call(`POST ${path}/extras`, { json: { code: 'minibar', price: { amount: '23.00', currency: 'EUR' } } });
    client.call(`POST ${path}/extras`, { json: { code: 'laundry', price: { amount: '9.80', currency: 'EUR' } } });
    client.call(`GET ${path}`);
    client.call(`DELETE ${path}/extras/minibar`);
    client.call(`GET ${path}`);
    client.call(`POST ${path}:checkOut`);
    client.call(`GET ${path}`);
    client.call(`GET /v2/hotels/${hotel}`);
  },
  'guest-care': (send, random) => {
    const client = desk(send);
    client.call(`GET /v2/guests?q=${random.pick(['berg', 'smith', 'ro', 'zz'])}`);
    client.call(`GET /v2/guests?loyaltyTier=${random.pick(['gold', 'silver'])}`);
    const guest = random.pick(HOT_GUESTS.slice(8));
    const path = `/v2/guests/${guest.id}`;
    if (client.call(`GET ${path}`).status !== 200) return;
    client.call(`PATCH ${path}`, {
      json: { phone: random.pick(['+1 202 555 0139', '+351 910 000 000']), notes: 'Prefers tea' },
    });
    client.call(`GET ${path}`);
    client.call(`PATCH ${path}`, { json: random.chance(0.5) ? { notes: null } : { phone: null, loyaltyTier: 'gold' } });
    client.call(`GET ${path}`);
    client.call(`GET /v2/guests?email=${encodeURIComponent(guest.email)}`);
    client.call('GET /v2/guests/00000000-0000-4000-8000-000000000000');
  },
  'forget-me': (send, random, index) => {
    const client = desk(send);
    const id = newGuest(client, random, index);
    client.call(`GET /v2/guests/${id}`);
    client.call('POST /v2/guests', {
      json: { givenName: 'Someone', familyName: 'Else', email: HOT_GUESTS[0]?.email ?? '' },
    });
    client.call('POST /v2/guests', { json: { givenName: 'No', email: 'no.name@mail.test' } });
    client.call(`DELETE /v2/guests/${id}`);
    client.call(`GET /v2/guests/${id}`);
    client.call(`DELETE /v2/guests/${id}`);
    client.call('GET /v2/guests?limit=50');
  },
  'price-list': (send, random) => {
    const client = manager(send);
    const hotel = random.pick(HOTELS);
    client.call(`GET /v2/hotels?city=${random.pick(['Lisbon', 'Leeds', 'Osaka'])}`);
    client.call(`GET /v2/hotels/${hotel}/rooms?type=${random.pick(['double', 'suite', 'single'])}`);
    const room = random.pick(HOT_ROOMS.filter(({ hotelId }) => hotelId === hotel));
    const path = `/v2/rooms/${room.id}`;
    const currency = SEED.hotels.get(hotel)?.currency ?? 'EUR';
    client.call(`GET ${path}`);
    client.call(`PATCH ${path}`, { json: { rate: { amount: `${random.between(70, 260)}.00`, currency } } });
    client.call(`GET ${path}`);
    desk(send).call(`PATCH ${path}`, { json: { rate: { amount: '1.00', currency } } });
    const etag = client.call(`GET /v2/hotels/${hotel}`).header('etag') ?? '';
    client.call(`PATCH /v2/hotels/${hotel}`, {
      json: { phone: random.pick(['+351 21 000 1111', null]) },
      headers: { 'if-match': etag },
    });
    client.call(`PATCH /v2/hotels/${hotel}`, {
      json: { checkInFrom: random.pick(['14:00', '16:00']) },
      headers: { 'if-match': '"0badcafe"' },
    });
    client.call(`GET /v2/hotels/${hotel}`);
  },
  maintenance: (send, random, index) => {
    const client = manager(send);
    const room = random.pick(HOT_ROOMS.filter(({ number }) => number.endsWith('4')));
    const path = `/v2/rooms/${room.id}`;
    const [from, to] = [dateOf(index, 0), dateOf(index, 2)];
    client.call(`PATCH ${path}`, { json: { outOfService: true } });
    client.call(`GET /v2/hotels/${room.hotelId}/availability?from=${from}&to=${to}`);
    client.call('POST /v2/bookings', {
      json: { roomId: room.id, guestId: random.pick(HOT_GUESTS).id, checkIn: from, checkOut: to },
    });
    client.call(`PATCH ${path}`, { json: { outOfService: false } });
    client.call(`GET ${path}`);
    client.call(`GET /v2/hotels/${room.hotelId}/availability?from=${from}&to=${to}`);
    client.call(`GET /v2/bookings?arrivingFrom=${from}&sort=checkIn`);
  },
  mistakes: (send, random, index) => {
    const client = desk(send);
    const { roomId } = freeRoom(client, random, index);
    const guestId = random.pick(HOT_GUESTS.slice(8)).id;
    client.call('POST /v2/bookings', {
      json: { roomId, guestId, checkIn: dateOf(index, 4), checkOut: dateOf(index, 4) },
    });
    client.call('POST /v2/bookings', {
      json: {
        roomId,
        guestId: '11111111-1111-4111-8111-111111111111',
        checkIn: dateOf(index, 4),
        checkOut: dateOf(index, 5),
      },
    });
    const seen = client
      .call('GET /v2/bookings?status=checkedOut&limit=10')
      .rows('$._embedded.bookings')
      .filter(isJsonObject);
    const closed = seen.map(({ reference }) => String(reference)).filter((reference) => !isColdBooking(reference));
    client.call(`GET /v2/bookings/${random.pick(closed)}`);
    client.call(`POST /v2/bookings/${random.pick(closed)}:confirm`);
    client.call(`PATCH /v2/guests/${guestId}`, { json: { email: HOT_GUESTS[1]?.email ?? '' } });
  },
};

export function lodgeSessions(seed: number, count: number): ReturnType<typeof sessionsOf> {
  return sessionsOf(WORKFLOWS, seed, count);
}

function desk(send: ReferenceSend): SessionClient {
  return createSessionClient(send, LODGE_ORIGIN, { 'x-api-key': DESK_KEY });
}

function manager(send: ReferenceSend): SessionClient {
  return createSessionClient(send, LODGE_ORIGIN, { 'x-api-key': MANAGER_KEY });
}

/** Sessions stay in weeks of their own, from September 2024 on. */
function dateOf(index: number, day: number): string {
  return dayOf(Date.UTC(2024, 8, 2) + (index * 10 + day) * 86_400_000);
}

function newGuest(client: SessionClient, random: Random, index: number): string {
  const [givenName, familyName] = [random.pick(GIVEN_NAMES), random.pick(FAMILY_NAMES)];
  const email = `${asciiSlug(givenName)}.${index}@mail.test`;
  const phone = random.chance(0.5) ? { phone: `+49 30 ${random.between(1000, 9999)} ${random.between(10, 99)}` } : {};
  return client.call('POST /v2/guests', { json: { givenName, familyName, email, ...phone } }).text('$.id');
}

function freeRoom(
  client: SessionClient,
  random: Random,
  index: number,
): { readonly hotel: string; readonly roomId: string; readonly checkIn: string; readonly checkOut: string } {
  const hotel = random.pick(HOTELS);
  const [checkIn, checkOut] = [dateOf(index, random.between(0, 2)), dateOf(index, random.between(3, 7))];
  const rows: readonly JsonObject[] = client
    .call(`GET /v2/hotels/${hotel}/availability?from=${checkIn}&to=${checkOut}`)
    .rows('$._embedded.rooms')
    .filter(isJsonObject);
  const hot = rows.map(({ id }) => String(id)).filter((id) => HOT_ROOMS.some((room) => room.id === id));
  return { hotel, roomId: random.pick(hot), checkIn, checkOut };
}

function book(
  client: SessionClient,
  random: Random,
  index: number,
): { readonly reference: string; readonly guestId: string; readonly roomId: string; readonly hotel: string } {
  const { hotel, roomId, checkIn, checkOut } = freeRoom(client, random, index);
  const guestId = random.pick(HOT_GUESTS.slice(8)).id;
  const reference = client
    .call('POST /v2/bookings', { json: { roomId, guestId, checkIn, checkOut, adults: 1 } })
    .text('$.reference');
  return { reference, guestId, roomId, hotel };
}

function pages(client: SessionClient, path: string, limit: number): void {
  let next: string | undefined = `${path}?limit=${limit}`;
  while (next !== undefined) {
    const page: JsonValue | undefined = client.call(`GET ${next}`).json;
    const links: JsonValue | undefined = isJsonObject(page) ? page['_links'] : undefined;
    const link: JsonValue | undefined = isJsonObject(links) ? links['next'] : undefined;
    next = isJsonObject(link) ? String(link['href']).replace(LODGE_ORIGIN, '') : undefined;
  }
}
