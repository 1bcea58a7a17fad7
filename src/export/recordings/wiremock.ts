/** WireMock mappings. Requests that were answered differently in turn become scenarios. */
import { headerValue, type HeaderList, type HttpRequest, type NetworkErrorKind } from '../../model/http.ts';
import { hash32 } from '../../model/digest.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Interaction } from '../../model/recording.ts';
import { exactJson, isJsonType, plainBytes, textOfBytes } from './message-body.ts';
import { Losses, type RecordingFormat } from './recording-format.ts';

export const wiremock: RecordingFormat = {
  write: (sessions) => {
    const losses = new Losses();
    const all = sessions.flatMap(({ interactions }) => interactions);
    const origins = new Set(all.map(({ request }) => request.origin));
    const alike = grouped(all);
    const mappings = [...alike].flatMap(([key, turns]) =>
      turns.flatMap((turn, index) => mappingOf(turn, { key, index, of: turns.length }, origins.size > 1, losses)),
    );
    losses.add('bounds of sessions and the order between different requests', sessions.length);
    losses.add('request headers (not matched on)', all.filter(({ request }) => request.headers.length > 0).length);
    return {
      document: { mappings, meta: { total: mappings.length } },
      interactions: mappings.length,
      lost: losses.all,
    };
  },
};

function grouped(all: readonly Interaction[]): ReadonlyMap<string, readonly Interaction[]> {
  const groups = new Map<string, Interaction[]>();
  for (const one of all) {
    const { method, origin, target, body } = one.request;
    const key = `${method} ${origin}${target} ${Buffer.from(body).toString('base64')}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

interface Turn {
  readonly key: string;
  readonly index: number;
  readonly of: number;
}

function mappingOf(
  { request, outcome, timing }: Interaction,
  turn: Turn,
  byHost: boolean,
  losses: Losses,
): readonly JsonObject[] {
  const response = responseOf(outcome, timing.firstByteAfter, losses);
  if (response === null) return [];
  return [
    {
      name: `${request.method} ${request.target}`.slice(0, 120),
      request: requestPattern(request, byHost),
      response,
      ...scenarioOf(turn),
    },
  ];
}

function scenarioOf({ key, index, of }: Turn): JsonObject {
  if (of === 1) return {};
  const state = (at: number): string => (at === 0 ? 'Started' : `turn ${at + 1}`);
  return {
    scenarioName: `repeated-${hash32(key).toString(16)}`,
    requiredScenarioState: state(index),
    // The last answer stays.
    ...(index + 1 < of ? { newScenarioState: state(index + 1) } : {}),
  };
}

function requestPattern({ method, origin, target, headers, body }: HttpRequest, byHost: boolean): JsonObject {
  const text = textOfBytes(body);
  const pattern: Json =
    text === null
      ? { binaryEqualTo: Buffer.from(body).toString('base64') }
      : isJsonType(headers)
        ? { equalToJson: text }
        : { equalTo: text };
  const { protocol, hostname, port } = new URL(origin);
  return {
    method,
    url: target,
    ...(byHost
      ? {
          scheme: protocol.slice(0, -1),
          host: { equalTo: hostname },
          ...(port === '' ? {} : { port: Number(port) }),
        }
      : {}),
    ...(body.length === 0 ? {} : { bodyPatterns: [pattern] }),
  };
}

const FAULTS: Readonly<Partial<Record<NetworkErrorKind, string>>> = {
  reset: 'CONNECTION_RESET_BY_PEER',
  empty: 'EMPTY_RESPONSE',
  garbage: 'RANDOM_DATA_THEN_CLOSE',
  truncated: 'MALFORMED_RESPONSE_CHUNK',
};

function responseOf(outcome: Interaction['outcome'], firstByteAfter: number | null, losses: Losses): JsonObject | null {
  if (outcome.kind === 'error') {
    const fault = FAULTS[outcome.error.kind];
    if (fault === undefined) losses.add(`network errors (left out: ${outcome.error.kind})`);
    return fault === undefined ? null : { fault };
  }
  const { status, headers, body } = outcome.response;
  const { bytes, wasCoded } = plainBytes(headers, body);
  if (wasCoded) losses.add('compressed bytes of answers (stored decoded)');
  const text = textOfBytes(bytes);
  const value = text !== null && isJsonType(headers) ? exactJson(text) : undefined;
  return {
    status,
    headers: headersOf(headers, wasCoded),
    ...(bytes.length === 0
      ? {}
      : typeof value === 'object' && value !== null
        ? { jsonBody: value }
        : text === null
          ? { base64Body: Buffer.from(bytes).toString('base64') }
          : { body: text }),
    ...(firstByteAfter === null ? {} : { fixedDelayMilliseconds: Math.round(firstByteAfter) }),
  };
}

/** Lengths and codings are its own to say. */
function headersOf(headers: HeaderList, wasCoded: boolean): JsonObject {
  const left = headers.filter(
    ([name]) =>
      !/^(?:content-length|transfer-encoding|connection)$/i.test(name) &&
      !(wasCoded && /^content-encoding$/i.test(name)),
  );
  const names = [...new Set(left.map(([name]) => name))];
  return Object.fromEntries(
    names.map((name) => {
      const values = left.filter(([other]) => other === name).map(([, value]) => value);
      return [name, values.length === 1 ? (headerValue(left, name) ?? '') : values];
    }),
  );
}
