import { probesOf } from '../define-probe.ts';
import type { ProbeBinding, SlotRef } from '../probe.ts';
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
import type { Booking, BookingStatus, Guest, Room } from './lodge-world.ts';

export const SEED = createLodgeWorld(0);
export const HOTELS = [...SEED.hotels.keys()];
export const COLD_ROOMS: readonly Room[] = [...SEED.rooms.values()].filter(isColdRoom);
const COLD_GUESTS: readonly Guest[] = [...SEED.guests.values()].filter(isColdGuest);
/** Guests without a booking, whom a probe forgets. */
export const DOOMED = COLD_GUESTS.filter(
  ({ id }) => ![...SEED.bookings.values()].some(({ guestId }) => guestId === id),
).slice(0, 3);
export const GUESTS = COLD_GUESTS.filter((guest) => !DOOMED.includes(guest));
export const bookingPath = '/v2/bookings/{b}';
export const asManager = { 'x-api-key': MANAGER_KEY } as const;

export const probe = probesOf({ origin: LODGE_ORIGIN, headers: { 'x-api-key': DESK_KEY }, shows: '$' });

export function coldBookings(...statuses: readonly BookingStatus[]): readonly Booking[] {
  return [...SEED.bookings.values()].filter(
    ({ reference, status }) => isColdBooking(reference) && statuses.includes(status),
  );
}

export const cold = (value: string): SlotRef => ({ kind: 'literal', value, untouched: true });
export const known = (value: string): SlotRef => ({ kind: 'literal', value });

/** Nights that neither the seed data nor the sessions nor another probe books. */
export function freeNights(turn: number, nights: number): { readonly checkIn: string; readonly checkOut: string } {
  const start = Date.UTC(2031, 0, 5) + turn * 20 * 86_400_000;
  return { checkIn: dayOf(start), checkOut: dayOf(start + nights * 86_400_000) };
}

export function referenceOf(handle: SlotRef): readonly ProbeBinding[] {
  return handle.kind === 'handle' ? [{ name: handle.name, jsonPath: '$.reference' }] : [];
}

export function idOf(handle: SlotRef): readonly ProbeBinding[] {
  return handle.kind === 'handle' ? [{ name: handle.name, jsonPath: '$.id' }] : [];
}

export function etagTo(handle: SlotRef): readonly ProbeBinding[] {
  return handle.kind === 'handle' ? [{ name: handle.name, header: 'etag' }] : [];
}
