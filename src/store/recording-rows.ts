/** Interactions as table rows and back. */
import { NO_BODY, type HttpRequest, type NetworkErrorKind } from '../model/http.ts';
import type { Interaction, Outcome, SessionHeader, SessionUse, Timing } from '../model/recording.ts';
import type { Interner } from './interner.ts';

export interface SessionRow {
  readonly rowid: number;
  readonly id: string;
  readonly source: string;
  readonly started_at: number;
  readonly label: string | null;
  readonly use: SessionUse;
  readonly workflow: string | null;
  readonly task: string | null;
}

export interface InteractionRow {
  readonly session: number;
  readonly seq: number;
  readonly method: string;
  readonly origin: string;
  readonly target: string;
  readonly request_headers: number;
  readonly request_body: number | null;
  readonly status: number | null;
  readonly response_headers: number | null;
  readonly response_body: number | null;
  readonly trailers: number | null;
  readonly error_kind: string | null;
  readonly error_message: string | null;
  readonly request_at: number;
  readonly first_byte_after: number | null;
  readonly last_byte_after: number | null;
  readonly chunks: string | null;
  readonly incomplete: string | null;
}

export type RequestRow = Pick<InteractionRow, 'method' | 'origin' | 'target' | 'request_headers' | 'request_body'>;

/** Headers and body are read when they are asked for. */
export function rowToRequest(row: RequestRow, interner: Interner): HttpRequest {
  return {
    method: row.method,
    origin: row.origin,
    target: row.target,
    get headers() {
      return interner.headers(row.request_headers);
    },
    get body() {
      return interner.body(row.request_body);
    },
  };
}

/** Bodies of an interaction that were kept in parts as they came; the interaction itself has none there. */
export interface PartedBodies {
  readonly request: number | null;
  readonly response: number | null;
}

export const NO_PARTED: PartedBodies = { request: null, response: null };

export function interactionToRow(
  session: number,
  interaction: Interaction,
  interner: Interner,
  parted: PartedBodies = NO_PARTED,
): InteractionRow {
  const { request, outcome, timing } = interaction;
  const columns = outcomeToColumns(outcome, interner);
  return {
    session,
    seq: interaction.seq,
    method: request.method,
    origin: request.origin,
    target: request.target,
    request_headers: interner.headersId(request.headers),
    request_body: parted.request ?? interner.bodyId(request.body),
    ...columns,
    response_body: parted.response ?? columns.response_body,
    request_at: timing.requestAt,
    first_byte_after: timing.firstByteAfter,
    last_byte_after: timing.lastByteAfter,
    chunks: timing.chunks === null ? null : JSON.stringify(timing.chunks.map(({ bytes, after }) => [bytes, after])),
    incomplete: withoutUnloaded(interaction.incomplete),
  };
}

export function rowToInteraction(row: InteractionRow, interner: Interner): Interaction {
  return {
    seq: row.seq,
    request: {
      method: row.method,
      origin: row.origin,
      target: row.target,
      headers: interner.headers(row.request_headers),
      body: interner.body(row.request_body),
    },
    outcome: rowToOutcome(row, interner),
    timing: {
      requestAt: row.request_at,
      firstByteAfter: row.first_byte_after,
      lastByteAfter: row.last_byte_after,
      chunks: chunksOf(row),
    },
    incomplete: withUnloaded(row, interner),
  };
}

const UNLOADED = 'bytes is in the file, too large to be loaded';

/** A reader that sees no body learns why. */
function withUnloaded(row: InteractionRow, { large }: Interner): string | null {
  const remarks = row.incomplete === null ? [] : [row.incomplete];
  for (const [side, id] of [
    ['request', row.request_body],
    ['response', row.response_body],
  ] as const) {
    const size = large.unloadedSize(id);
    if (size !== null) remarks.push(`${side} body of ${size} ${UNLOADED}`);
  }
  return remarks.length === 0 ? null : remarks.join('; ');
}

/** It is a remark of the reading: the row itself lacks nothing. */
function withoutUnloaded(incomplete: string | null): string | null {
  if (incomplete === null || !incomplete.includes(UNLOADED)) return incomplete;
  const rest = incomplete.split('; ').filter((remark) => !remark.endsWith(UNLOADED));
  return rest.length === 0 ? null : rest.join('; ');
}

export function rowToHeader(row: SessionRow): SessionHeader {
  const { id, source, label, use, workflow, task } = row;
  return { id, source, startedAt: row.started_at, label, use, workflow, task };
}

type OutcomeColumns = Pick<
  InteractionRow,
  'status' | 'response_headers' | 'response_body' | 'trailers' | 'error_kind' | 'error_message'
>;

function outcomeToColumns(outcome: Outcome, interner: Interner): OutcomeColumns {
  if (outcome.kind === 'error') {
    return {
      status: null,
      response_headers: null,
      response_body: null,
      trailers: null,
      error_kind: outcome.error.kind,
      error_message: outcome.error.message,
    };
  }
  const { response, trailers } = outcome;
  return {
    status: response.status,
    response_headers: interner.headersId(response.headers),
    response_body: interner.bodyId(response.body),
    trailers: trailers.length === 0 ? null : interner.headersId(trailers),
    error_kind: null,
    error_message: null,
  };
}

function rowToOutcome(row: InteractionRow, interner: Interner): Outcome {
  if (row.status === null) {
    return { kind: 'error', error: { kind: row.error_kind as NetworkErrorKind, message: row.error_message ?? '' } };
  }
  const headers = row.response_headers === null ? [] : interner.headers(row.response_headers);
  const body = row.response_body === null ? NO_BODY : interner.body(row.response_body);
  return {
    kind: 'response',
    response: { status: row.status, headers, body },
    trailers: row.trailers === null ? [] : interner.headers(row.trailers),
  };
}

function chunksOf(row: InteractionRow): Timing['chunks'] {
  if (row.chunks === null) return null;
  return (JSON.parse(row.chunks) as [number, number][]).map(([bytes, after]) => ({ bytes, after }));
}
