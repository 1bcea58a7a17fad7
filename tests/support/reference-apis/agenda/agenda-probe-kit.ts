import { probesOf } from '../define-probe.ts';
import type { DefineProbe, ProbeDraft } from '../define-probe.ts';
import type { ProbeBinding, ProbeJson, SlotRef } from '../probe.ts';
import { AGENDA_ORIGIN, AGENDA_TOKEN, createAgendaWorld, isColdId, ME } from './agenda-world.ts';
import type { AgendaEvent } from './agenda-world.ts';

export const SEED = createAgendaWorld(0);
export const [, TEAM = '', ROOMS = '', HOLIDAYS = ''] = [...SEED.calendars.keys()];
const ALL = [...SEED.events.values()].filter(({ id }) => isColdId(id));
export const COLD: readonly AgendaEvent[] = ALL.filter(({ calendar }) => calendar !== HOLIDAYS);
export const COLD_HOLIDAYS: readonly AgendaEvent[] = ALL.filter(({ calendar }) => calendar === HOLIDAYS);
export const PLAIN = COLD.filter(({ organizer, rule }) => organizer === ME && rule === undefined);
export const INVITED = COLD.filter(({ organizer }) => organizer !== ME);

export const MINE = '/v3/calendars/primary/events';
export const eventsOf = (calendar: string): string => `/v3/calendars/${encodeURIComponent(calendar)}/events`;
const define = probesOf({ origin: AGENDA_ORIGIN, headers: { authorization: `Bearer ${AGENDA_TOKEN}` }, shows: '$' });

/** Calendars stand in paths as percent-encoded addresses; keys of entities are decoded. */
export const probe: DefineProbe = (kind, target, spec) => {
  const draft = define(kind, target, spec);
  return draft.entity === undefined ? draft : { ...draft, entity: decodeURIComponent(draft.entity) };
};

export const known = (value: string): SlotRef => ({ kind: 'literal', value });
export const cold = (value: string): SlotRef => ({ kind: 'literal', value, untouched: true });
export const to = (handle: SlotRef, jsonPath: string): readonly ProbeBinding[] =>
  handle.kind === 'handle' ? [{ name: handle.name, jsonPath }] : [];

/** Days that no session uses, in 2025; `turn` from 1 on. */
export function at(turn: number, hour: number, minute = 0): string {
  return new Date(Date.UTC(2025, 0, turn, hour, minute)).toISOString().replace('.000', '');
}

export interface Json {
  readonly [key: string]: ProbeJson;
}

export function meeting(summary: string, turn: number, hour: number, more: Json = {}): Json {
  return { summary, start: { dateTime: at(turn, hour) }, end: { dateTime: at(turn, hour + 1) }, ...more };
}

export const create = (path: string, e: SlotRef, json: Json): ProbeDraft =>
  probe('write', `POST ${path}`, { slots: { e }, creates: `${path}/{e}`, bind: to(e, '$.id'), json });
export const get = (path: string, e: SlotRef): ProbeDraft => probe('read-item', `GET ${path}/{e}`, { slots: { e } });
export const patch = (path: string, e: SlotRef, json: Json): ProbeDraft =>
  probe('write', `PATCH ${path}/{e}`, { slots: { e }, json });
export const remove = (path: string, e: SlotRef): ProbeDraft => probe('write', `DELETE ${path}/{e}`, { slots: { e } });

export const freeBusy = (timeMin: string, timeMax: string, ...calendars: readonly string[]): ProbeDraft =>
  probe('filter', 'POST /v3/freeBusy', { json: { timeMin, timeMax, items: calendars.map((id) => ({ id })) } });
