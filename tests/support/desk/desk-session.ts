import type { JsonObject } from '../../../src/model/json.ts';
import type { EntityChange, TracedSession, TracedStep } from '../../../src/model/trace.ts';
import { bodySlot, DESK, DESK_AT, DESK_MODEL } from './desk-model.ts';

type TracedCall = Omit<TracedStep, 'seq' | 'at'>;

const docOf = (id: number): JsonObject =>
  DESK_MODEL.base.entities.find(({ key }) => key === `tickets/${id}`)?.doc ?? {};
const changing = (id: number, before: JsonObject | null, after: JsonObject | null): EntityChange => ({
  key: `tickets/${id}`,
  resource: 'tickets',
  before,
  after,
});

/** A recorded session on the desk, from its calls. */
export function deskSession(...calls: readonly TracedCall[]): TracedSession {
  return {
    id: 'session-desk',
    workflow: 'desk',
    label: null,
    use: 'yes',
    task: null,
    startedAt: DESK_AT,
    principal: 'agent-1',
    steps: calls.map((call, seq) => ({ ...call, seq, at: DESK_AT + seq * 1_000 })),
  };
}

export function readsTicket(id: number): TracedCall {
  return {
    operation: `GET ${DESK}/tickets/{id}`,
    status: 200,
    success: true,
    values: [{ slot: { in: 'path', name: 'id' }, value: id, source: { kind: 'instruction' } }],
    views: [{ key: `tickets/${id}`, doc: docOf(id), at: ['ticket'] }],
    changes: [],
  };
}

export function updatesTicket(id: number, fields: JsonObject, success = true): TracedCall {
  const values = Object.entries(fields).map(([name, value]) => ({
    slot: bodySlot('ticket', name),
    value,
    source: { kind: 'instruction' } as const,
  }));
  return {
    operation: `PATCH ${DESK}/tickets/{id}`,
    status: success ? 200 : 422,
    success,
    values: [
      {
        slot: { in: 'path', name: 'id' },
        value: id,
        source: { kind: 'response', step: 0, path: ['ticket', 'id'], entity: `tickets/${id}` },
      },
      ...values,
    ],
    views: [],
    changes: success ? [changing(id, docOf(id), { ...docOf(id), ...fields })] : [],
  };
}

export function createsTicket(id: number, subject: string): TracedCall {
  return {
    operation: `POST ${DESK}/tickets`,
    status: 201,
    success: true,
    values: [{ slot: bodySlot('ticket', 'subject'), value: subject, source: { kind: 'instruction' } }],
    views: [],
    changes: [changing(id, null, { id, subject })],
  };
}

export function deletesTicket(id: number, subject: string): TracedCall {
  return {
    operation: `DELETE ${DESK}/tickets/{id}`,
    status: 204,
    success: true,
    values: [
      {
        slot: { in: 'path', name: 'id' },
        value: id,
        source: { kind: 'response', step: 0, path: ['ticket', 'id'], entity: `tickets/${id}` },
      },
    ],
    views: [],
    changes: [changing(id, { id, subject }, null)],
  };
}
