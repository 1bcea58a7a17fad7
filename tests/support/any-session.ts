import fc from 'fast-check';
import type { HeaderList } from '../../src/model/http.ts';
import type { Interaction, Outcome, Session, Timing } from '../../src/model/recording.ts';

/** Sessions with everything a recording must keep: odd bytes, repeated headers, errors, streams, unknown times. */

const header = fc.tuple(
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,20}$/),
  fc.oneof(fc.string({ maxLength: 40 }), fc.constant('')),
);
const headers: fc.Arbitrary<HeaderList> = fc
  .array(header, { maxLength: 6 })
  .map((list) => (list[0] === undefined ? list : [...list, list[0]]));
const body: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc.json().map((text) => Buffer.from(text)),
  fc.constant(Buffer.from('long and dull '.repeat(80))),
);
const duration = fc.oneof(fc.constant(null), fc.double({ min: 0, max: 1e5, noNaN: true }));

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.record({
    kind: fc.constant('response' as const),
    response: fc.record({ status: fc.integer({ min: 100, max: 599 }), headers, body }),
    trailers: headers,
  }),
  fc.record({
    kind: fc.constant('error' as const),
    error: fc.record({
      kind: fc.constantFrom('timeout' as const, 'reset' as const, 'dns' as const),
      message: fc.string(),
    }),
  }),
);

const timing: fc.Arbitrary<Timing> = fc.record({
  requestAt: fc.double({ min: 0, max: 2e12, noNaN: true }),
  firstByteAfter: duration,
  lastByteAfter: duration,
  chunks: fc.oneof(
    fc.constant(null),
    fc.array(fc.record({ bytes: fc.nat(5000), after: fc.double({ min: 0, max: 1e5, noNaN: true }) }), { maxLength: 4 }),
  ),
});

const interaction: fc.Arbitrary<Omit<Interaction, 'seq'>> = fc.record({
  request: fc.record({
    method: fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE', 'PROPFIND'),
    origin: fc.constantFrom('https://api.example.com', 'http://127.0.0.1:8080'),
    target: fc.webPath().map((path) => `/${path}`),
    headers,
    body,
  }),
  outcome,
  timing,
  incomplete: fc.oneof(fc.constant(null), fc.string()),
});

const maybeText = fc.oneof(fc.constant(null), fc.string());

export function anySession(): fc.Arbitrary<Session> {
  return fc.record({
    id: fc.string({ minLength: 1, maxLength: 12 }),
    source: fc.string(),
    startedAt: fc.double({ min: 0, max: 2e12, noNaN: true }),
    label: maybeText,
    use: fc.constantFrom('yes' as const, 'no' as const, 'review' as const),
    workflow: maybeText,
    task: maybeText,
    interactions: fc.array(interaction, { maxLength: 5 }).map((list) => list.map((item, seq) => ({ ...item, seq }))),
  });
}

/** The same session with plain byte arrays, so that equality does not tell a Buffer from what it is. */
export function plainSession(session: Session): Session {
  return { ...session, interactions: session.interactions.map(plainInteraction) };
}

export function plainInteraction(item: Interaction): Interaction {
  const { request, outcome: was } = item;
  return {
    ...item,
    request: { ...request, body: new Uint8Array(request.body) },
    outcome:
      was.kind === 'error' ? was : { ...was, response: { ...was.response, body: new Uint8Array(was.response.body) } },
  };
}
