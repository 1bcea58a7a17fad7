import { isJsonObject } from '../json.ts';
import type { Random } from '../random.ts';
import type { ReferenceSend } from '../reference-api.ts';
import { createSessionClient } from '../session-client.ts';
import type { Answer, SessionClient } from '../session-client.ts';
import { AGENDA_ORIGIN, AGENDA_TOKEN, createAgendaWorld, isColdId } from './agenda-world.ts';
import type { AgendaEvent } from './agenda-world.ts';

const SEED = createAgendaWorld(0);
export const [, TEAM = '', ROOMS = '', HOLIDAYS = ''] = [...SEED.calendars.keys()];

export function client(send: ReferenceSend): SessionClient {
  return createSessionClient(send, AGENDA_ORIGIN, { authorization: `Bearer ${AGENDA_TOKEN}` });
}

/** Sessions make their events on days of their own, from May 2024 on. */
export function at(index: number, hour: number, minute = 0): string {
  return new Date(Date.UTC(2024, 4, 1 + index, hour, minute)).toISOString().replace('.000', '');
}

export function simple(summary: string, index: number, hour: number): Readonly<Record<string, unknown>> {
  return { summary, start: { dateTime: at(index, hour) }, end: { dateTime: at(index, hour + 1) } };
}

export function hot(random: Random, fits: (event: AgendaEvent) => boolean): AgendaEvent {
  return random.pick(
    [...SEED.events.values()].filter((event) => event.calendar !== HOLIDAYS && !isColdId(event.id) && fits(event)),
  );
}

export function ids(answer: Answer): readonly string[] {
  return answer.rows('$.items').map((row) => (isJsonObject(row) ? String(row['id']) : ''));
}

export function pages(agenda: SessionClient, path: string): void {
  for (let token = ''; ;) {
    const page = agenda.call(`GET ${path}${token}`);
    const next = isJsonObject(page.json) ? page.json['nextPageToken'] : undefined;
    if (typeof next !== 'string') return;
    token = `&pageToken=${encodeURIComponent(next)}`;
  }
}
