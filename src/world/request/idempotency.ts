/** Idempotency keys, where requests were recorded with one: the first answer is the answer. */
import type { Turn } from '../compiled.ts';
import { createHash } from 'node:crypto';
import { refuse } from '../answers/error-answer.ts';
import type { Performed } from '../answers/performed.ts';
import type { WorldCore } from '../world-core.ts';

const HEADER = 'idempotency-key';

export function repeatedAnswer(core: WorldCore, turn: Turn): Performed | null {
  const name = nameOf(turn);
  const kept = name === null ? undefined : core.idempotent.get(name);
  if (kept === undefined) return null;
  if (kept.payload === payloadOf(turn)) return { response: kept.response, source: 'entity', changes: [] };
  const isLearned = turn.compiled.shapes.some(
    ({ shape }) => shape.trigger === 'idempotency' && shape.scope.origin === turn.request.raw.origin,
  );
  if (isLearned) return { ...refuse(turn, 'idempotency'), changes: [] };
  turn.unverified = true;
  return { ...refuse(turn, 'conflict', 422), changes: [] };
}

export function keepIdempotent(core: WorldCore, turn: Turn, { response }: Performed): void {
  const name = nameOf(turn);
  if (name !== null && !core.idempotent.has(name)) core.idempotent.set(name, { payload: payloadOf(turn), response });
}

function nameOf(turn: Turn): string | null {
  if (turn.op === null || !turn.op.seenHeaders.has(HEADER)) return null;
  const key = turn.request.header(HEADER);
  return key === undefined || key === '' ? null : `${turn.op.operation.id} ${turn.principal?.id ?? ''} ${key}`;
}

function payloadOf(turn: Turn): string {
  return createHash('sha256').update(turn.request.raw.target).update('\n').update(turn.request.raw.body).digest('hex');
}
