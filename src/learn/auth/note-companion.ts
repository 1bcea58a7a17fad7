/** Second secrets beside the credential: CSRF tokens. */
import type { JsonPath } from '../../model/json.ts';
import type { OperationId } from '../../model/names.ts';
import type { Slot } from '../../model/slot.ts';
import type { Exchange } from '../reading/exchange.ts';
import type { AuthEvidence, Credential } from './auth-evidence.ts';
import { ANSWER_HEADER, CSRF_HEADER } from './auth-words.ts';

/** Headers whose values never are a second secret, though an answer may have shown them. */
const PLAIN_HEADER =
  /^(?:authorization|cookie|if-|content-|accept|host$|user-agent$|connection$|idempotency|x-idempotency|x-request-id$|x-correlation|traceparent|origin$|referer$|prefer$|range$|date$)/i;

export function noteCompanion(evidence: AuthEvidence, exchange: Exchange, credential: Credential | null): void {
  if (exchange.method === 'GET') return;
  for (const [name, value] of exchange.headers) {
    if (!CSRF_HEADER.test(name) && !isHandedOut(evidence, name, value, credential)) continue;
    const key = `${exchange.origin} ${name.toLowerCase()}`;
    const found = evidence.companions.get(key) ?? { header: name, n: 0, from: null, givers: new Set<OperationId>() };
    found.n++;
    const handout = evidence.handouts.get(value);
    if (handout !== undefined) {
      found.from = placeOf(handout.tokenPath);
      found.givers.add(handout.operation);
    }
    evidence.companions.set(key, found);
  }
}

/** Named as it may be: a header beside the credential whose value came with that credential. */
function isHandedOut(evidence: AuthEvidence, name: string, value: string, credential: Credential | null): boolean {
  if (credential === null || PLAIN_HEADER.test(name) || value === credential.token) return false;
  const given = evidence.handouts.get(value);
  return given !== undefined && evidence.handouts.get(credential.token)?.operation === given.operation;
}

/** Where an answer handed a secret out. */
function placeOf(path: JsonPath): Slot {
  const [place, name] = path;
  if (place === 'set-cookie') return { in: 'header', name: 'set-cookie' };
  return place === ANSWER_HEADER ? { in: 'header', name: String(name) } : { in: 'body', path };
}
