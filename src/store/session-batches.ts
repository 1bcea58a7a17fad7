import type { Session } from '../model/recording.ts';

/** What one transaction takes: sessions, and their interactions. */
const WEIGHT = 200;

export function* sessionBatches(sessions: Iterable<Session>): Generator<readonly Session[]> {
  let batch: Session[] = [];
  let weight = 0;
  for (const session of sessions) {
    batch.push(session);
    weight += 1 + session.interactions.length;
    if (weight < WEIGHT) continue;
    yield batch;
    batch = [];
    weight = 0;
  }
  if (batch.length > 0) yield batch;
}
