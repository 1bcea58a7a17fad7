/** The answer that hands a credential out: the operation's own words, with this world's secrets in their places. */
import { isObject, valueAt, withValueAt, type Json, type JsonPath } from '../../model/json.ts';
import type { HttpResponse } from '../../model/http.ts';
import type { AuthModel, Principal, TokenGrant } from '../../model/auth-model.ts';
import { fixed } from '../answers/error-answer.ts';
import { holds } from '../answers/holds.ts';
import { reply } from '../answers/reply.ts';
import { Sink } from '../answers/sink.ts';
import type { CompiledHeader, Turn } from '../compiled.ts';
import { createDice } from '../effects/dice.ts';
import { evaluate } from '../effects/evaluate.ts';
import { tokenLike } from './token-like.ts';
import type { Tokens } from './tokens.ts';

export interface Granted {
  /** Those that take the token; the first words the answer. */
  readonly models: readonly [AuthModel, ...AuthModel[]];
  readonly grant: TokenGrant;
  readonly principal: Principal;
  readonly withRefresh: boolean;
  /** The refresh token that goes on being good; null where a new one is made. */
  readonly oldRefresh: string | null;
}

export function grantToken(
  turn: Turn,
  tokens: Tokens,
  { models, grant, principal, withRefresh, oldRefresh }: Granted,
): HttpResponse {
  const [auth] = models;
  const successes = turn.op?.branches.filter(({ branch }) => branch.success) ?? [];
  const compiled = successes.find(({ branch }) => holds(branch.guard, turn)) ?? successes[0];
  const dice = createDice(turn.seed, 'token', turn.step, principal.id);
  const ttl = grant.ttlSeconds;
  const token = tokenLike(principal.token, dice, turn.at, ttl);
  tokens.issue(models, principal, token, ttl === null ? null : turn.at + ttl * 1000);
  turn.principal = principal;
  turn.sampleStatus = compiled?.branch.status ?? null;
  const sink = new Sink();
  const body = compiled?.render(turn, sink) === true ? parsed(sink.done()) : {};
  let answer: Json = isObject(body) ? body : {};
  const isInBody = auth.carrier.in !== 'cookie' || valueAt(answer, grant.tokenPath) !== undefined;
  if (isInBody) answer = withValueAt(answer, grant.tokenPath, token);
  if (
    withRefresh &&
    grant.refreshPath !== null &&
    (oldRefresh !== null || showsRefresh(answer, grant.refreshPath, principal))
  ) {
    const refresh =
      oldRefresh ??
      tokenLike(
        principal.refreshToken ?? principal.token,
        createDice(turn.seed, 'refresh', turn.step, principal.id),
        turn.at,
        null,
      );
    tokens.issueRefresh(refresh, auth, principal);
    answer = withValueAt(answer, grant.refreshPath, refresh);
  }
  if (grant.expiresPath !== null && ttl !== null && typeof valueAt(answer, grant.expiresPath) !== 'string')
    answer = withValueAt(answer, grant.expiresPath, ttl);
  const companion = auth.companion?.from?.in === 'body' ? auth.companion.from.path : null;
  const shown = companion === null ? undefined : valueAt(answer, companion);
  let second: string | null = null;
  if (companion !== null && auth.companion?.ofLogin === true) {
    second = tokenLike(
      typeof shown === 'string' ? shown : token,
      createDice(turn.seed, 'companion', turn.step, principal.id),
      turn.at,
      null,
    );
    answer = withValueAt(answer, companion, second);
  }
  const cookies = auth.carrier.in === 'cookie' ? cookiesOf(turn, auth, grant, token) : [];
  for (const { pair } of cookies) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(pair[1]) ?? [];
    if (/csrf|xsrf/i.test(name)) second = value;
  }
  const from = auth.companion?.from;
  const secretHeader = from?.in === 'header' && from.name !== 'set-cookie' ? from.name : null;
  const own = (compiled?.headers ?? []).filter(({ lower }) => lower !== 'set-cookie' && lower !== secretHeader);
  if (secretHeader !== null) {
    const recorded = compiled?.headers.find(({ lower }) => lower === secretHeader);
    const like =
      recorded === undefined
        ? undefined
        : recorded.kind === 'fixed'
          ? recorded.pair[1]
          : evaluate(recorded.value, turn);
    second = tokenLike(String(like ?? ''), createDice(turn.seed, 'companion', turn.step, principal.id), turn.at, null);
    const name = recorded === undefined ? secretHeader : recorded.kind === 'fixed' ? recorded.pair[0] : recorded.name;
    own.push(fixed(name, second));
  }
  if (second !== null && auth.companion?.ofLogin === true) tokens.issueCompanion(second);
  const headers = [...own, ...cookies];
  const isBare = compiled?.branch.body.t === 'none' && !isInBody && second === null;
  const bytes = isBare ? Buffer.alloc(0) : Buffer.from(JSON.stringify(answer));
  return reply(turn, compiled?.branch.status ?? 200, headers, bytes);
}

/** Some logins of an operation hand out a refresh token and some do not: as the answer of this kind of login does. */
function showsRefresh(answer: Json, path: JsonPath, principal: Principal): boolean {
  const shown = valueAt(answer, path);
  return shown !== undefined ? shown !== null : principal.refreshToken !== null;
}

/** The cookies that the recorded answer set: the token's with this token, a second secret's with a fresh one. */
function cookiesOf(
  turn: Turn,
  { carrier }: AuthModel,
  { cookies }: TokenGrant,
  token: string,
): readonly Extract<CompiledHeader, { kind: 'fixed' }>[] {
  const made = (cookies ?? []).map(({ name, attributes, value }) => {
    const isFresh = value !== null && /csrf|xsrf/i.test(name);
    const text =
      value === null
        ? token
        : isFresh
          ? tokenLike(value, createDice(turn.seed, 'companion', turn.step, name), turn.at, null)
          : value;
    return fixed('Set-Cookie', `${name}=${text}${attributes}`);
  });
  const hasToken = (cookies ?? []).some(({ value }) => value === null);
  if (hasToken || carrier.in !== 'cookie') return made;
  return [...made, fixed('Set-Cookie', `${carrier.name}=${token}; Path=/; HttpOnly`)];
}

function parsed(bytes: Buffer): Json {
  try {
    return JSON.parse(bytes.toString()) as Json;
  } catch {
    return {};
  }
}
