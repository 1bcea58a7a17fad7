/** Recorded interactions and sessions in one line each, for tests of what is learned from them. */
import type { Interaction, Session } from '../../src/model/recording.ts';

export interface CallOptions {
  readonly body?: unknown;
  /** A form instead of a body of JSON. */ readonly form?: Readonly<Record<string, string>>;
  readonly status?: number;
  readonly headers?: readonly (readonly [string, string])[];
  readonly at?: number;
}

const ORIGIN = 'https://api.example.test';
const START = Date.UTC(2024, 2, 4, 9, 0, 0);

/** @example call('PATCH /orders/7', { id: 7, note: 'x' }, { body: { note: 'x' } }) */
export function call(
  target: string,
  answer: unknown,
  { body, form, status = 200, headers = [], at = START }: CallOptions = {},
): Interaction {
  const [method = 'GET', path = '/'] = target.split(' ');
  return {
    seq: 0,
    request: {
      method,
      origin: ORIGIN,
      target: path,
      headers: [...typeOf(body, form), ...headers],
      body: bytesOf(form === undefined ? body : new URLSearchParams(form).toString()),
    },
    outcome: {
      kind: 'response',
      response: {
        status,
        headers: answer === undefined ? [] : [['content-type', 'application/json']],
        body: bytesOf(answer),
      },
      trailers: [],
    },
    timing: { requestAt: at, firstByteAfter: 5, lastByteAfter: 9, chunks: null },
    incomplete: null,
  };
}

function typeOf(body: unknown, form: CallOptions['form']): readonly (readonly [string, string])[] {
  if (form !== undefined) return [['content-type', 'application/x-www-form-urlencoded']];
  return body === undefined ? [] : [['content-type', 'application/json']];
}

/** Sessions one after another, a second between calls. */
export function recorded(...sessions: readonly (readonly Interaction[])[]): readonly Session[] {
  let at = START;
  return sessions.map((calls, index) => {
    const interactions = calls.map((interaction, seq) => ({
      ...interaction,
      seq,
      timing: { ...interaction.timing, requestAt: (at += 1000) },
    }));
    return {
      id: `s${index + 1}`,
      source: 'test',
      startedAt: interactions[0]?.timing.requestAt ?? at,
      label: null,
      use: 'yes',
      workflow: null,
      task: null,
      interactions,
    };
  });
}

/** The time a call of `recorded` has, as ISO text: the n-th call over all sessions, from 1. */
export function timeOfCall(n: number): string {
  return new Date(START + n * 1000).toISOString();
}

function bytesOf(value: unknown): Uint8Array {
  return value === undefined
    ? new Uint8Array(0)
    : new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
}
