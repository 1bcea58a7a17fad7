/** Asks for a credential where one was always sent. */
import type { CompiledBranch, CompiledOperation, Turn } from '../compiled.ts';
import type { AuthModel } from '../../model/auth-model.ts';
import { headerValue } from '../../model/http.ts';
import type { Trigger } from '../answers/error-answer.ts';
import type { RequestView } from '../request/request-view.ts';
import type { Tokens } from './tokens.ts';

export interface GateResult {
  readonly refused: Trigger | null;
  /** The refusal as this very operation, or another one, was seen to word it. */
  readonly branch?: CompiledBranch;
  /** A shortened token life made the difference. */
  readonly cutShort: boolean;
}

const OPEN: GateResult = { refused: null, cutShort: false };

export function authGate(turn: Turn, tokens: Tokens): GateResult {
  const { op } = turn;
  const auth = turn.compiled.auth.get(turn.request.raw.origin);
  if (auth === undefined || op === null || !hasCredentials(auth)) return OPEN;
  const secret = secretIn(turn.request, auth);
  const { operation } = op;
  const isLogin = operation.kind === 'auth' && auth.ends?.includes(operation.id) !== true;
  const isOpen = !operation.authenticated || isLogin || auth.open.includes(operation.id);
  if (secret === null) return isOpen ? OPEN : { refused: 'unauthenticated', cutShort: false };
  if (isLogin) return OPEN;
  const check = tokens.use(auth.origin, secret, turn.at);
  if (check.kind !== 'good')
    return isOpen
      ? OPEN
      : { refused: check.kind === 'expired' ? 'expired' : 'unauthenticated', cutShort: check.cutShort };
  turn.principal = check.token.principal;
  return isOpen ? OPEN : companionGate(turn, auth, tokens, check.token.isFirst);
}

/** A second secret (CSRF): there at all, and one that was handed out. */
function companionGate(turn: Turn, { companion }: AuthModel, tokens: Tokens, isFirst: boolean): GateResult {
  const id = turn.op?.operation.id ?? '';
  if (companion === null || !(companion.required?.includes(id) ?? isUnsafe(turn))) return OPEN;
  const given = turn.request.header(companion.header) ?? '';
  if (given !== '' && (isFirst || tokens.isCompanion(given))) return OPEN;
  const branch = saysMissing(turn.op, companion.header);
  if (branch !== null) return { refused: 'forbidden', branch, cutShort: false };
  for (const other of turn.compiled.operations.values()) {
    const found = other.operation.origin === turn.request.raw.origin ? saysMissing(other, companion.header) : null;
    if (found !== null) return { refused: 'forbidden', branch: found, cutShort: false };
  }
  return { refused: 'forbidden', cutShort: false };
}

function saysMissing(op: CompiledOperation | null, header: string): CompiledBranch | null {
  const name = header.toLowerCase();
  return (
    op?.branches.find(({ branch: { guard } }) => guard.g === 'header-missing' && guard.name.toLowerCase() === name) ??
    null
  );
}

function hasCredentials(auth: AuthModel): boolean {
  return auth.principals.length > 0 || auth.issue !== null;
}

function isUnsafe(turn: Turn): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(turn.request.raw.method);
}

/** The credential without its prefix; null where there is none of the kind this API takes. */
export function secretIn(request: RequestView, { carrier }: AuthModel): string | null {
  const { headers } = request.raw;
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
      const value = request.value({ in: 'query', name: carrier.name });
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
