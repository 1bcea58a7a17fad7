import { createRandom } from './random.ts';
import type { ReferenceApi, ReferenceInstance, ReferenceRequest, ReferenceResponse } from './reference-api.ts';

export interface RecordedInteraction {
  readonly session: string;
  readonly at: number;
  readonly request: ReferenceRequest;
  readonly response: ReferenceResponse;
}

export interface ReferenceRecording {
  readonly interactions: readonly RecordedInteraction[];
  /** the server as the last session left it */
  readonly instance: ReferenceInstance;
  /** when the last answer was given */
  readonly end: number;
}

/** Monday 4 March 2024, 08:12 UTC: after every timestamp in the seed data. */
export const RECORDING_START = Date.UTC(2024, 2, 4, 8, 12, 0);

/** Runs the sessions one after another on one instance, with human-like pauses on a virtual clock. */
export function recordSessions(api: ReferenceApi, seed: number, count: number): ReferenceRecording {
  const instance = api.create(seed);
  const pauses = createRandom(seed + 101);
  const interactions: RecordedInteraction[] = [];
  let at = RECORDING_START;
  for (const session of api.sessions(seed, count)) {
    at += pauses.between(60_000, 40 * 60_000);
    session.run((request, afterMs) => {
      at += afterMs ?? pauses.between(350, 5000);
      const response = instance.handle(request, at);
      interactions.push({ session: session.name, at, request, response });
      return response;
    });
  }
  return { interactions, instance, end: at };
}
