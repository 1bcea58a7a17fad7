/** Asks for a credential where one was always sent. */
import type { Turn } from './compiled.ts';
import type { AuthModel } from '../model/learned.ts';
import { headerValue } from '../model/http.ts';
import type { Trigger } from './error-answer.ts';
import type { Tokens } from './tokens.ts';

export interface GateResult {
  readonly refused: Trigger | null;
  /** A shortened token life made the difference. */
  readonly cutShort: boolean;
}

const OPEN: GateResult = { refused: null, cutShort: false };

export function authGate(turn: Turn, tokens: Tokens): GateResult {
  const { op } = turn;
  const auth = turn.compiled.auth.get(turn.request.raw.origin);
  if (auth === undefined || op === null || !hasCredentials(auth)) return OPEN;
  const secret = secretIn(turn, auth);
  const isOpen = !op.operation.authenticated || op.operation.kind === 'auth' || auth.open.includes(op.operation.id);
  if (secret === null) return isOpen ? OPEN : { refused: 'unauthenticated', cutShort: false };
  if (isOpen && op.operation.kind === 'auth') return OPEN;
  const check = tokens.use(auth.origin, secret, turn.at);
  if (check.kind !== 'good')
    return isOpen
      ? OPEN
      : { refused: check.kind === 'expired' ? 'expired' : 'unauthenticated', cutShort: check.cutShort };
  turn.principal = check.token.principal;
  if (auth.companion !== null && isUnsafe(turn) && !isOpen && (turn.request.header(auth.companion.header) ?? '') === '')
    return { refused: 'forbidden', cutShort: false };
  return OPEN;
}

function hasCredentials(auth: AuthModel): boolean {
  return auth.principals.length > 0 || auth.issue !== null;
}

function isUnsafe(turn: Turn): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(turn.request.raw.method);
}

/** The credential without its prefix; null where there is none of the kind this API takes. */
export function secretIn(turn: Turn, { carrier }: AuthModel): string | null {
  const { headers } = turn.request.raw;
  switch (carrier.in) {
    case 'header': {
      const value = headerValue(headers, carrier.name);
      if (value === undefined) return null;
      const prefix = carrier.prefix.trim();
      if (prefix === '') return value.trim();
      if (value.slice(0, prefix.length).toLowerCase() !== prefix.toLowerCase()) return null;
      return value.slice(prefix.length).trim();
    }
    case 'cookie':
      return cookieIn(headerValue(headers, 'cookie') ?? '', carrier.name);
    case 'query': {
      const value = turn.request.value({ in: 'query', name: carrier.name });
      return typeof value === 'string' ? value : null;
    }
  }
}

function cookieIn(text: string, name: string): string | null {
  for (const part of text.split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}
