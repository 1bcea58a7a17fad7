/** Bodies that cannot be read, and HTTP preconditions where the API was seen to honour them. */
import type { Turn } from '../compiled.ts';
import { mediaTypeOf } from '../../model/body.ts';
import { isWriteKind } from '../../model/operation.ts';
import { docTag } from '../effects/doc-tag.ts';
import { refuse, type Refusal } from '../answers/error-answer.ts';
import { etagOf } from '../effects/etag-of.ts';
import { isUnreadable } from './is-unreadable.ts';
import type { Performed } from '../answers/performed.ts';

export function checkConditions(turn: Turn): Refusal | null {
  return unreadable(turn) ?? failedMatch(turn);
}

function unreadable(turn: Turn): Refusal | null {
  const { op, request } = turn;
  if (op === null || !isUnreadable(turn) || op.guards.has('malformed')) return null;
  const type = mediaTypeOf(request.header('content-type') ?? '');
  const isForeign =
    type !== '' &&
    !type.includes('json') &&
    type !== op.operation.request.contentType &&
    type !== 'text/plain' &&
    request.decoded().kind !== 'json';
  return refuse(turn, 'invalid', isForeign ? 415 : 400);
}

/** If-Match, where requests carried it and no branch says what a mismatch answers. */
function failedMatch(turn: Turn): Refusal | null {
  const { op, target } = turn;
  if (
    op === null ||
    target === null ||
    target.dead !== null ||
    !isWriteKind(op.operation.kind) ||
    !op.seenHeaders.has('if-match')
  )
    return null;
  if (op.guards.has('if-match-differs')) return null;
  const wanted = turn.request.header('if-match');
  if (wanted === undefined || wanted.trim() === '*') return null;
  const tags = [etagOf(turn, target) ?? '', docTag(target, 32)].map(bare);
  if (wanted.split(',').some((tag) => tags.includes(bare(tag)))) return null;
  turn.unverified = true;
  return refuse(turn, 'precondition');
}

/** 304 for a reader that has this version already. */
export function notModified(
  turn: Turn,
  { response, source }: Omit<Performed, 'changes'>,
): Omit<Performed, 'changes'> | null {
  if (turn.op === null || !turn.op.seenHeaders.has('if-none-match') || response.status !== 200) return null;
  const known = turn.request.header('if-none-match');
  const tag = response.headers.find(([name]) => name.toLowerCase() === 'etag')?.[1];
  if (known === undefined || tag === undefined || !known.split(',').some((item) => bare(item) === bare(tag)))
    return null;
  const headers = response.headers.filter(([name]) => !/^content-(type|length)$/i.test(name));
  return { response: { status: 304, headers, body: Buffer.alloc(0) }, source };
}

function bare(tag: string): string {
  return tag.trim().replace(/^W\//, '').replace(/^"|"$/g, '');
}
