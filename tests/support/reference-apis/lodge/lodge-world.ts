import { createRandom } from '../random.ts';
import type { Random } from '../random.ts';
import { asciiSlug, CITIES, FAMILY_NAMES, GIVEN_NAMES } from '../words.ts';

export const LODGE_ORIGIN = 'https://api.lodge.test';
export const DESK_KEY = 'ldg_desk_4f1c9b7e02a8';
export const MANAGER_KEY = 'ldg_mgr_93d07a55c1fe';

export interface Hotel {
  readonly id: string;
  name: string;
  readonly city: string;
  readonly countryCode: string;
  readonly currency: string;
  phone: string | null;
  checkInFrom: string;
  readonly stars: number;
}

export interface Room {
  readonly id: string;
  readonly hotelId: string;
  readonly number: string;
  readonly type: 'single' | 'double' | 'suite';
  readonly maxGuests: number;
  /** in cents */
  rate: number;
  outOfService: boolean;
}

export interface Guest {
  readonly id: string;
  givenName: string;
  familyName: string;
  email: string;
  phone: string | null;
  loyaltyTier: string;
  notes: string | null;
  readonly createdAt: string;
  deleted: boolean;
}

export type BookingStatus = 'tentative' | 'confirmed' | 'checkedIn' | 'checkedOut' | 'cancelled';

export interface Extra {
  readonly code: string;
  /** in cents */
  readonly price: number;
}

export interface Booking {
  readonly reference: string;
  readonly roomId: string;
  readonly guestId: string;
  checkIn: string;
  checkOut: string;
  adults: number;
  status: BookingStatus;
  /** in cents, as it was when the room was booked */
  readonly nightlyRate: number;
  extras: readonly Extra[];
  specialRequests: string | null;
  cancelReason: string | null;
  readonly createdAt: string;
  updatedAt: string;
  confirmedAt: string | null;
}

export interface LodgeWorld {
  readonly random: Random;
  readonly hotels: Map<string, Hotel>;
  readonly rooms: Map<string, Room>;
  readonly guests: Map<string, Guest>;
  readonly bookings: Map<string, Booking>;
  next: number;
}

export const ACTIVE: readonly BookingStatus[] = ['tentative', 'confirmed', 'checkedIn'];
const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2024, 0, 8);

/** No session addresses them. */
export function isColdBooking(reference: string): boolean {
  const number = Number(reference.slice(-4));
  return number <= 64 && number % 3 === 0;
}

export function isColdRoom({ number }: Room): boolean {
  return number.endsWith('5') || number.endsWith('6');
}

export function isColdGuest({ email }: Guest): boolean {
  return email.endsWith('@post.test');
}

export function createLodgeWorld(seed: number): LodgeWorld {
  const random = createRandom(314159);
  const world: LodgeWorld = {
    random: createRandom(seed + 5),
    hotels: new Map(),
    rooms: new Map(),
    guests: new Map(),
    bookings: new Map(),
    next: 1,
  };
  const countries = ['PT', 'GB', 'SE', 'JP'];
  for (const [index, name] of ['Casa do Rio', 'The Old Exchange', 'Skeppsbron 9', 'Umeda Garden'].entries()) {
    const id = random.uuid();
    world.hotels.set(id, {
      id,
      name,
      city: CITIES[index] ?? 'Lisbon',
      countryCode: countries[index] ?? 'PT',
      currency: ['EUR', 'GBP', 'SEK', 'EUR'][index] ?? 'EUR',
      phone: index === 2 ? null : `+${351 + index} 21 ${random.between(1000, 9999)} ${random.between(100, 999)}`,
      checkInFrom: random.pick(['14:00', '15:00']),
      stars: random.between(3, 5),
    });
    for (let number = 1; number <= 6; number++) addRoom(world, random, id, `${index + 1}0${number}`);
  }
  for (let index = 0; index < 34; index++) addGuest(world, random, index);
  const guests = [...world.guests.values()];
  for (const room of [...world.rooms.values()]) {
    let day = random.between(0, 12);
    for (let stay = 0; stay < 3 && world.next <= 64; stay++) {
      const nights = random.between(1, 6);
      addBooking(world, random, room, random.pick(guests), day, nights);
      day += nights + random.between(0, 24);
    }
  }
  return world;
}

function addRoom(world: LodgeWorld, random: Random, hotelId: string, number: string): void {
  const type = random.pick(['single', 'double', 'double', 'suite'] as const);
  const id = random.uuid();
  world.rooms.set(id, {
    id,
    hotelId,
    number,
    type,
    maxGuests: { single: 1, double: 2, suite: 4 }[type],
    rate: random.between(58, 240) * 100 + random.pick([0, 0, 50]),
    outOfService: false,
  });
}

function addGuest(world: LodgeWorld, random: Random, index: number): void {
  const given = GIVEN_NAMES[index % GIVEN_NAMES.length] ?? 'Ana';
  const family = random.pick(FAMILY_NAMES);
  const id = random.uuid();
  world.guests.set(id, {
    id,
    givenName: given,
    familyName: family,
    email: `${asciiSlug(given)}.${asciiSlug(family)}${index}@${index % 4 === 1 ? 'post' : 'mail'}.test`,
    phone: random.chance(0.4) ? null : `+44 20 7946 0${random.between(100, 999)}`,
    loyaltyTier: random.pick(['none', 'none', 'silver', 'gold']),
    notes: random.chance(0.5) ? null : random.pick(['Late riser', 'Allergic to feathers', 'Asks for a quiet room']),
    createdAt: iso(FIRST_DAY - random.between(20, 400) * DAY + random.between(0, 80_000) * 1000),
    deleted: false,
  });
}

function addBooking(world: LodgeWorld, random: Random, room: Room, guest: Guest, day: number, nights: number): void {
  const reference = referenceOf(world.next++);
  const created = FIRST_DAY + (day - random.between(3, 40)) * DAY + random.between(20_000, 80_000) * 1000;
  const status: BookingStatus =
    day + nights < 50
      ? random.pick(['checkedOut', 'checkedOut', 'cancelled'])
      : random.pick(['tentative', 'confirmed', 'confirmed']);
  const confirmed = status === 'confirmed' || status === 'checkedOut';
  world.bookings.set(reference, {
    reference,
    roomId: room.id,
    guestId: guest.id,
    checkIn: dayOf(FIRST_DAY + day * DAY),
    checkOut: dayOf(FIRST_DAY + (day + nights) * DAY),
    adults: random.between(1, room.maxGuests),
    status,
    nightlyRate: room.rate,
    extras: random.chance(0.7) ? [] : [{ code: 'breakfast', price: 1450 * nights }],
    specialRequests: random.chance(0.7) ? null : random.pick(['Cot, please', 'High floor', 'Arriving after 22:00']),
    cancelReason: status === 'cancelled' ? random.pick(['Plans changed', 'Found a closer place']) : null,
    createdAt: iso(created),
    updatedAt: iso(created + (confirmed ? 7_200_000 : 0)),
    confirmedAt: confirmed ? iso(created + 7_200_000) : null,
  });
}

export function referenceOf(number: number): string {
  return `BK-2024-${String(number).padStart(4, '0')}`;
}

export function iso(at: number): string {
  return new Date(at).toISOString();
}

export function dayOf(at: number): string {
  return iso(at).slice(0, 10);
}

export function nightsOf({ checkIn, checkOut }: Pick<Booking, 'checkIn' | 'checkOut'>): number {
  return Math.round((Date.parse(checkOut) - Date.parse(checkIn)) / DAY);
}
