/** Adds what one call shows of credentials. */
import { canonicalJson } from '../../model/json.ts';
import type { OperationId } from '../../model/names.ts';
import { triggerOf } from '../guards/error-shape.ts';
import type { Call } from '../reading/call.ts';
import type { AuthEvidence, Carrier, Credential } from './auth-evidence.ts';
import { credentialOf } from './credential.ts';
import { noteCompanion } from './note-companion.ts';
import { noteHandouts } from './note-handouts.ts';

export function addAuthEvidence(evidence: AuthEvidence, call: Call): void {
  const { exchange } = call;
  const credential = credentialOf(exchange, evidence.handouts);
  const refused = isUnauthenticated(call);
  const byOperation = evidence.byOperation.get(call.operation) ?? {
    origin: exchange.origin,
    withCredential: 0,
    without: 0,
    refusedWithout: 0,
  };
  evidence.byOperation.set(call.operation, byOperation);
  if (credential === null) {
    if (call.success) byOperation.without++;
    if (refused) byOperation.refusedWithout++;
  } else {
    if (call.success) byOperation.withCredential++;
    noteUse(evidence, call, credential, refused);
  }
  noteCompanion(evidence, exchange, credential);
  if (call.success) noteHandouts(evidence, call, credential);
}

/** Refused for want of a good credential, whatever the status says. */
export function isUnauthenticated({ exchange, success }: Call): boolean {
  if (exchange.status === 401) return true;
  if (success || exchange.status === null || exchange.status >= 500) return false;
  const text = exchange.answer === undefined ? (exchange.answerText ?? '') : canonicalJson(exchange.answer);
  const trigger = triggerOf(exchange.status, text.slice(0, 4000));
  return trigger === 'unauthenticated' || trigger === 'expired';
}

function noteUse(
  evidence: AuthEvidence,
  { exchange, operation }: Call,
  { carrier, token }: Credential,
  refused: boolean,
): void {
  const carriers =
    evidence.carriers.get(exchange.origin) ?? new Map<string, { carrier: Carrier; ok: number; refused: number }>();
  evidence.carriers.set(exchange.origin, carriers);
  const text = JSON.stringify(carrier);
  const votes = carriers.get(text) ?? { carrier, ok: 0, refused: 0 };
  if (refused) votes.refused++;
  else votes.ok++;
  carriers.set(text, votes);
  const key = `${exchange.origin} ${token}`;
  const use = evidence.uses.get(key) ?? {
    origin: exchange.origin,
    token,
    carrier,
    count: 0,
    lastAt: 0,
    ok: 0,
    last: null,
  };
  const before = use.last;
  use.count++;
  if (!refused) use.ok++;
  use.lastAt = exchange.at;
  use.last = refused ? null : operation;
  evidence.uses.set(key, use);
  if (before !== null) noteEnd(evidence, before, refused);
  if (!refused && !evidence.ends.has(operation)) evidence.ends.set(operation, { continued: 0, ended: 0 });
  const handout = evidence.handouts.get(token);
  if (handout === undefined) return;
  const grant = `${exchange.origin} ${handout.operation} ${JSON.stringify(handout.tokenPath)} ${handout.refreshSlot === null ? '' : 'refresh'}`;
  const found = evidence.grants.get(grant) ?? { origin: exchange.origin, handout, n: 0 };
  found.n++;
  evidence.grants.set(grant, found);
  const life = evidence.lives.get(handout.operation) ?? { worked: 0, refusedAfter: new Map<OperationId, number>() };
  const age = (exchange.at - handout.at) / 1000;
  if (refused && age > 1 && before !== null)
    life.refusedAfter.set(before, Math.min(life.refusedAfter.get(before) ?? Infinity, age));
  else if (!refused) life.worked = Math.max(life.worked, age);
  evidence.lives.set(handout.operation, life);
}

function noteEnd(evidence: AuthEvidence, before: OperationId, refused: boolean): void {
  const end = evidence.ends.get(before) ?? { continued: 0, ended: 0 };
  if (refused) end.ended++;
  else end.continued++;
  evidence.ends.set(before, end);
}
