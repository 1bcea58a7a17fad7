/** What a recording says too little about: what to record next. */
import type { Branch } from '../model/branch.ts';
import type { Guard } from '../model/guard.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import { isWriteKind, type Operation } from '../model/operation.ts';

export interface Gap {
  /** The operation's name; null where it is about an origin. */
  readonly operation: string | null;
  readonly kind: 'rare' | 'never-refused' | 'unknown-id' | 'rare-error' | 'no-credential' | 'one-page';
  /** One line: what to do while recording. */
  readonly record: string;
  readonly seen: number;
}

/** Most telling first; `fewest` calls of an operation are enough. */
export function gapsIn(model: LearnedModel, fewest: number): readonly Gap[] {
  const gaps = model.operations.flatMap((operation) => gapsOfOperation(operation, fewest));
  for (const auth of model.auth) {
    const operations = model.operations.filter(({ origin, authenticated }) => origin === auth.origin && authenticated);
    if (operations.length > 0 && !operations.some(({ branches }) => branches.some(({ status }) => status === 401)))
      gaps.push({
        operation: null,
        kind: 'no-credential',
        record: `a call to ${auth.origin} without a credential, and one with an expired one`,
        seen: 0,
      });
  }
  return gaps.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || a.seen - b.seen);
}

const ORDER: readonly Gap['kind'][] = [
  'never-refused',
  'unknown-id',
  'no-credential',
  'rare',
  'rare-error',
  'one-page',
];

function gapsOfOperation(operation: Operation, fewest: number): Gap[] {
  const { name, kind, count, branches, target, list } = operation;
  const gaps: Gap[] = [];
  const line = `${operation.method} /${operation.segments.map((segment) => (segment.kind === 'literal' ? segment.text : `{${segment.name}}`)).join('/')}`;
  if (count < fewest)
    gaps.push({ operation: name, kind: 'rare', record: `${line} at least ${fewest} times`, seen: count });
  const refusals = branches.filter(({ success }) => !success);
  if (isWriteKind(kind) && !refusals.some(isOwnRefusal))
    gaps.push({ operation: name, kind: 'never-refused', record: `${line} with a value it refuses`, seen: 0 });
  if (target !== null && !refusals.some(({ guard, status }) => status === 404 || isAboutUnknown(guard)))
    gaps.push({ operation: name, kind: 'unknown-id', record: `${line} for an id that does not exist`, seen: 0 });
  for (const branch of refusals)
    if (branch.seen < fewest && branch.status !== 401)
      gaps.push({
        operation: name,
        kind: 'rare-error',
        record: `${line} answered with ${branch.status}, in another way than before`,
        seen: branch.seen,
      });
  if (list !== null && list.paging.kind === 'none')
    gaps.push({
      operation: name,
      kind: 'one-page',
      record: `${line} with more records than one page holds`,
      seen: count,
    });
  return gaps;
}

/** Says something about the request, not about who asks or for what. */
function isOwnRefusal({ status }: Branch): boolean {
  return status >= 400 && status < 500 && status !== 401 && status !== 404 && status !== 429;
}

function isAboutUnknown(guard: Guard): boolean {
  return guard.g === 'unknown-entity' || guard.g === 'gone';
}
