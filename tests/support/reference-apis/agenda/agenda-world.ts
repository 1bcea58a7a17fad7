import type { JsonObject } from '../json.ts';
import { createRandom } from '../random.ts';
import type { Random } from '../random.ts';
import { NOTES } from '../words.ts';

export const AGENDA_ORIGIN = 'https://api.agenda.test';
export const AGENDA_TOKEN = 'ya29.a0AgENdA_kQ7hT2mVx9LrBz3';
export const ME = 'nora@agenda.test';

export interface Calendar {
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly timeZone: string;
  readonly accessRole: 'owner' | 'writer' | 'reader';
  readonly rev: number;
}

export interface Moment {
  readonly date?: string;
  readonly dateTime?: string;
  readonly timeZone?: string;
}

export interface Attendee {
  readonly email: string;
  readonly responseStatus: 'needsAction' | 'accepted' | 'declined' | 'tentative';
  readonly optional?: true;
  readonly comment?: string;
}

export interface AgendaEvent {
  readonly id: string;
  readonly calendar: string;
  readonly status: 'confirmed' | 'tentative' | 'cancelled';
  readonly created: string;
  readonly updated: string;
  readonly organizer: string;
  readonly sequence: number;
  readonly start: Moment;
  readonly end: Moment;
  readonly attendees: readonly Attendee[];
  /** summary, description, location and the like: only what was given */
  readonly texts: JsonObject;
  /** e.g. `RRULE:FREQ=WEEKLY;COUNT=6` */
  readonly rule?: string;
  /** of an instance that differs from its series */
  readonly series?: string;
  readonly originalStart?: Moment;
  /** counts every change anywhere: etags and sync tokens */
  readonly rev: number;
}

export interface Rule {
  readonly calendar: string;
  readonly id: string;
  readonly role: 'reader' | 'writer' | 'owner' | 'freeBusyReader';
  readonly scope: { readonly type: 'user' | 'domain'; readonly value: string };
  readonly rev: number;
}

export interface AgendaWorld {
  readonly random: Random;
  readonly calendars: Map<string, Calendar>;
  /** by `calendar event` */
  readonly events: Map<string, AgendaEvent>;
  readonly rules: Map<string, Rule>;
  rev: number;
}

export const keyOf = (calendar: string, id: string): string => `${calendar} ${id}`;
export const newId = (random: Random): string => random.text(26, 'abcdefghijklmnopqrstuv0123456789');
export const iso = (at: number): string => new Date(at).toISOString();

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TITLES = [
  'Design review',
  '1:1',
  'Planning',
  'Lunch with the Lisbon team',
  'Dentist',
  'Interview: backend',
  'Retro',
  'Budget',
  'School play',
  'Release call',
] as const;
export const PEOPLE = ['otto@agenda.test', 'ines@partner.example', 'yusuf@agenda.test', 'wen@partner.example'] as const;
export const PLACES = ['Room Ada', 'Room Turing', 'Video', 'Café Central'] as const;

export function createAgendaWorld(seed: number): AgendaWorld {
  const random = createRandom(161803);
  const world: AgendaWorld = {
    random: createRandom(seed + 71),
    calendars: new Map(),
    events: new Map(),
    rules: new Map(),
    rev: 1,
  };
  const homes = [
    { id: ME, summary: ME, timeZone: 'Europe/Berlin', accessRole: 'owner' },
    {
      id: `c_${random.text(20, 'abcdef0123456789')}@group.agenda.test`,
      summary: 'Team',
      description: 'Shared by the whole team',
      timeZone: 'Europe/Berlin',
      accessRole: 'owner',
    },
    {
      id: `c_${random.text(20, 'abcdef0123456789')}@group.agenda.test`,
      summary: 'Rooms',
      timeZone: 'UTC',
      accessRole: 'writer',
    },
    { id: 'en.de#holiday@group.agenda.test', summary: 'Holidays in Germany', timeZone: 'UTC', accessRole: 'reader' },
  ] as const;
  for (const [index, home] of homes.entries()) {
    world.calendars.set(home.id, { ...home, rev: world.rev++ });
    addRule(world, home.id, 'user', ME, 'owner');
    for (let count = [32, 20, 8, 4][index] ?? 0; count > 0; count--)
      seedEvent(world, random, home.id, count, index === 3);
  }
  addRule(world, homes[1].id, 'user', PEOPLE[0], 'writer');
  addRule(world, homes[1].id, 'domain', 'agenda.test', 'reader');
  addRule(world, homes[2].id, 'user', PEOPLE[2], 'reader');
  return world;
}

function addRule(
  world: AgendaWorld,
  calendar: string,
  type: 'user' | 'domain',
  value: string,
  role: Rule['role'],
): void {
  const id = `${type}:${value}`;
  world.rules.set(keyOf(calendar, id), { calendar, id, role, scope: { type, value }, rev: world.rev++ });
}

function seedEvent(world: AgendaWorld, random: Random, calendar: string, count: number, holiday: boolean): void {
  const id = newId(random);
  const created = Date.UTC(2024, 0, 3, 8) + count * 7 * HOUR;
  const day = Date.UTC(2024, 2, 4) + random.between(0, 40) * DAY;
  const allDay = holiday || random.chance(0.12);
  const from = day + random.between(8, 17) * HOUR + (random.chance(0.3) ? HOUR / 2 : 0);
  const to = from + random.pick([HOUR / 2, HOUR, HOUR, 2 * HOUR]);
  const moment = (at: number): Moment =>
    allDay ? { date: iso(at).slice(0, 10) } : { dateTime: `${iso(at).slice(0, 19)}+01:00`, timeZone: 'Europe/Berlin' };
  const organizer = random.chance(0.3) && !holiday ? random.pick(PEOPLE) : ME;
  const guests = holiday
    ? []
    : random
        .shuffle(PEOPLE)
        .slice(0, random.between(0, 3))
        .filter((mail) => mail !== organizer);
  const attendees =
    organizer === ME && guests.length === 0 ? [] : [organizer, ...(organizer === ME ? [] : [ME]), ...guests];
  world.events.set(keyOf(calendar, id), {
    id,
    calendar,
    status: 'confirmed',
    created: iso(created),
    updated: iso(created + random.between(0, 50) * HOUR),
    organizer,
    sequence: random.between(0, 2),
    start: moment(allDay ? day : from),
    end: moment(allDay ? day + DAY : to),
    attendees: attendees.map((email) => ({
      email,
      responseStatus: email === organizer ? 'accepted' : random.pick(['needsAction', 'accepted', 'declined']),
    })),
    texts: {
      summary: holiday ? `Holiday ${count}` : random.pick(TITLES),
      ...(random.chance(0.4) && !holiday ? { description: random.pick(NOTES) } : {}),
      ...(random.chance(0.5) && !holiday ? { location: random.pick(PLACES) } : {}),
      ...(random.chance(0.15) ? { transparency: 'transparent' } : {}),
      ...(random.chance(0.2) ? { colorId: String(random.between(1, 11)) } : {}),
    },
    ...(!holiday && count % 7 === 0 ? { rule: `RRULE:FREQ=WEEKLY;COUNT=${random.between(4, 8)}` } : {}),
    rev: world.rev++,
  });
}

const SEED = createAgendaWorld(0);
const COLD = new Set([...SEED.events.values()].filter((_, index) => index % 3 === 1).map(({ id }) => id));
/** Seed events that no session addresses; lists show them. */
export const isColdId = (id: string): boolean => COLD.has(id);
