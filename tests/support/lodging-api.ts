/** A booking API for tests of learning: codes that count, money as decimal texts, nights between dates, currencies two records away. */
import type { Interaction, Session } from '../../src/model/recording.ts';
import { call, recorded } from './recorded-calls.ts';

interface Booking {
  readonly id: string;
  readonly code: string;
  readonly [field: string]: unknown;
}

export interface NewBooking {
  readonly venue_id: number;
  readonly from: string;
  readonly to: string;
  readonly rate: string;
  readonly extras: readonly { readonly label: string; readonly price: string; readonly quantity: number }[];
}

const COMPANIES = [
  { id: 11, name: 'Harbour Hotels', currency: 'EUR' },
  { id: 12, name: 'Fjord Rooms', currency: 'NOK' },
  { id: 13, name: 'Summit Stays', currency: 'CHF' },
];
const VENUES = Array.from({ length: 9 }, (_, index) => ({
  id: 501 + index * 3,
  name: `Venue ${index}`,
  company_id: 11 + (index % 3),
}));

export class Lodging {
  #made = 0;
  readonly bookings: Booking[] = [];

  company(id: number): object | undefined {
    return COMPANIES.find((company) => company.id === id);
  }

  venue(id: number): object | undefined {
    return VENUES.find((venue) => venue.id === id);
  }

  book(wish: NewBooking): Booking {
    const number = ++this.#made;
    const venue = VENUES.find(({ id }) => id === wish.venue_id);
    const currency = COMPANIES.find(({ id }) => id === venue?.company_id)?.currency ?? null;
    const nights = (Date.parse(wish.to) - Date.parse(wish.from)) / 86_400_000;
    const room = nights * Number(wish.rate);
    const extras = wish.extras.reduce((sum, { price, quantity }) => sum + Number(price) * quantity, 0);
    const booking: Booking = {
      id: uuidOf(number),
      code: `BK-2026-${String(number).padStart(4, '0')}`,
      number: 20_000 + number,
      ...wish,
      currency,
      nights,
      room: { amount: room.toFixed(2), currency },
      extras_total: extras.toFixed(2),
      total: { amount: (room + extras).toFixed(2), currency },
      due_on: new Date(Date.parse(wish.from) - 14 * 86_400_000).toISOString().slice(0, 10),
    };
    this.bookings.push(booking);
    return booking;
  }
}

export const VENUE_IDS = VENUES.map(({ id }) => id);

export function wishOf(n: number): NewBooking {
  const from = Date.UTC(2026, 2 + (n % 7), 1 + ((n * 5) % 27));
  return {
    venue_id: VENUE_IDS[(n * 7) % VENUE_IDS.length] ?? 0,
    from: new Date(from).toISOString().slice(0, 10),
    to: new Date(from + (1 + ((n * 3) % 11)) * 86_400_000).toISOString().slice(0, 10),
    rate: (60 + ((n * 13) % 90) + 0.5).toFixed(2),
    extras: Array.from({ length: n % 4 }, (_, at) => ({
      label: `extra ${at}`,
      price: (4 + ((n + at) % 9) + 0.25).toFixed(2),
      quantity: 1 + ((n + at) % 3),
    })),
  };
}

/** Sessions that look at venue and company, book, and read the booking again. */
export function lodgingSessions(count: number): { readonly sessions: readonly Session[]; readonly api: Lodging } {
  const api = new Lodging();
  const all: Interaction[][] = [];
  for (let n = 0; n < count; n++) {
    const wish = wishOf(n);
    const venue = VENUES.find(({ id }) => id === wish.venue_id);
    const made = api.book(wish);
    all.push([
      call(`GET /venues/${wish.venue_id}`, venue),
      call(`GET /companies/${venue?.company_id}`, api.company(venue?.company_id ?? 0)),
      call('POST /bookings', made, { body: wish, status: 201 }),
      call(`GET /bookings/${made.id}`, made),
    ]);
  }
  return { sessions: recorded(...all), api };
}

function uuidOf(n: number): string {
  const hex = (Math.imul(n, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
  return `${hex}-${hex.slice(0, 4)}-4${hex.slice(1, 4)}-8${hex.slice(2, 5)}-${hex}${hex.slice(0, 4)}`;
}
