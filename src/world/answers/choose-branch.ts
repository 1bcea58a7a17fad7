/** Decides how an operation answers: learned refusals in their order, missing records, then what it is for. */
import type { CompiledBranch, Turn } from '../compiled.ts';
import { refuse, type Refusal } from './error-answer.ts';
import { refuseField } from './field-refusal.ts';
import { holds } from './holds.ts';
import { isHidden } from './is-hidden.ts';
import { jsonEquals, type Json } from '../../model/json.ts';
import type { Guard } from '../../model/guard.ts';
import { unlearnedViolation } from './unlearned-violation.ts';

export type Choice =
  | { readonly kind: 'branch'; readonly branch: CompiledBranch }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The operation is known, but nothing recorded says how it answers this. */
  | { readonly kind: 'unknown' };

export function chooseBranch(turn: Turn): Choice {
  const { op } = turn;
  if (op === null) return { kind: 'unknown' };
  const lost = isLost(turn);
  const saysLost = lost && op.branches.some(({ branch }) => !branch.success && mentionsUnknown(turn, branch.guard));
  if (lost && !saysLost) {
    for (const branch of op.branches)
      if (!branch.branch.success && isAboutCaller(branch.branch.guard) && holds(branch.branch.guard, turn))
        return { kind: 'branch', branch };
    return { kind: 'refused', refusal: notFound(turn) };
  }
  for (const branch of op.branches) {
    if (!holds(branch.branch.guard, turn)) continue;
    if (!branch.branch.success) {
      // Carried over from another operation, never seen of this one.
      if (branch.branch.seen === 0) turn.unverified = true;
      return { kind: 'branch', branch };
    }
    if (lost) return { kind: 'refused', refusal: notFound(turn) };
    const broken = unlearnedViolation(turn);
    if (broken !== null) {
      turn.unverified = true;
      return { kind: 'refused', refusal: refuseField(turn, broken) };
    }
    return { kind: 'branch', branch };
  }
  return lost ? { kind: 'refused', refusal: notFound(turn) } : { kind: 'unknown' };
}

/** A record in the path is not there. */
function isLost(turn: Turn): boolean {
  const operation = turn.op?.operation;
  if (operation === undefined || operation.resource === null) return false;
  if (operation.target !== null && operation.kind !== 'create' && isHidden(turn, turn.target))
    return !createsMissing(turn);
  return operation.parents.some(({ slot }, index) => slot.in === 'path' && turn.parents[index]?.dead !== null);
}

/** PUT to an id that is not there yet makes it, where that was seen. */
function createsMissing(turn: Turn): boolean {
  return turn.op?.branches.some(({ branch }) => branch.success && branch.guard.g === 'unknown-entity') ?? false;
}

function notFound(turn: Turn): Refusal {
  const isGone = turn.target?.dead === 'deleted' && turn.op?.resource?.goneStatus === 410;
  return refuse(turn, isGone ? 'gone' : 'not-found');
}

/** A refusal for a record in the path (or for the target, wherever it is named); those for references in bodies are other cases. */
function mentionsUnknown(turn: Turn, guard: Guard): boolean {
  if (guard.g === 'unknown-entity')
    return (
      guard.slot.in === 'path' ||
      jsonEquals(guard.slot as unknown as Json, (turn.op?.operation.target ?? null) as unknown as Json)
    );
  if (guard.g === 'and') return guard.all.some((part) => mentionsUnknown(turn, part));
  return guard.g === 'or' && guard.any.some((part) => mentionsUnknown(turn, part));
}

function isAboutCaller(guard: Guard): boolean {
  return (
    guard.g === 'principal-in' || guard.g === 'header-missing' || (guard.g === 'and' && guard.all.every(isAboutCaller))
  );
}
