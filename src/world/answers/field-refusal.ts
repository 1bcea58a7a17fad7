/**
 * A refusal of a field that was never seen refused, worded as this API refused another: the recorded rule nearest in kind,
 * with this field's name, pointer and value in the places of that one's.
 */
import type { HttpResponse } from '../../model/http.ts';
import { fieldRulesOf, problemsOf, slotOfGuard, withProblems, type FieldRule } from '../../model/field-rule.ts';
import type { Guard } from '../../model/guard.ts';
import { fieldNameOf, retarget } from '../../model/retarget-template.ts';
import type { Slot } from '../../model/slot.ts';
import type { Template } from '../../model/template.ts';
import type { CompiledBranch, CompiledOperation, Turn } from '../compiled.ts';
import { createTemplateCompiler } from './compile-template.ts';
import { refuse, type Refusal } from './error-answer.ts';
import { errorExamples } from './error-examples.ts';
import { reply } from './reply.ts';
import { Sink } from './sink.ts';
import type { Violation } from './unlearned-violation.ts';
import { withGeneralWords } from './general-words.ts';

export function refuseField(turn: Turn, violation: Violation): Refusal {
  const { slot, status, kind } = violation;
  const donor = slot === null ? null : nearest(turn, slot, kind, status);
  if (slot === null || donor === null) return refuse(turn, 'invalid', status);
  if (status !== null && donor.compiled.branch.status !== status) {
    const own = refuse(turn, 'invalid', status);
    if (own.source === 'error' || !isUsualEnvelope(turn, donor, status)) return own;
  }
  return { response: said(turn, donor, slot, kind, status ?? donor.compiled.branch.status), source: 'error' };
}

/** Lists of problems belong to the status that says so, unless all errors of the API look like them. */
function isUsualEnvelope(turn: Turn, { rule }: Donor, status: number): boolean {
  if (rule.entry === null || rule.branch.body.t !== 'object') return true;
  const holder = rule.branch.body.fields.find(({ value }) => problemsOf(value) !== null);
  return holder !== undefined && errorExamples(turn, status).usual.has(`.${holder.key}`);
}

interface Donor {
  readonly op: CompiledOperation;
  readonly compiled: CompiledBranch;
  readonly rule: FieldRule;
  readonly slot: Slot;
  readonly kind: Violation['kind'];
}

function nearest(turn: Turn, slot: Slot, kind: Violation['kind'], status: number | null): Donor | null {
  let best: Donor | null = null;
  let bestRank = 0;
  for (const donor of donorsOf(turn)) {
    const rank =
      (status !== null && donor.compiled.branch.status !== status ? -150 : 0) +
      (donor.slot.in === slot.in ? 0 : -120) +
      (KIN[kind]?.indexOf(donor.kind) ?? -1) * -100 +
      (kind === donor.kind ? 200 : 0) +
      (fieldNameOf(donor.slot) === fieldNameOf(slot) ? 250 : 0) +
      (donor.op === turn.op ? 40 : 0) +
      (donor.op.operation.resource === turn.op?.operation.resource ? 20 : 0) +
      Math.min(donor.compiled.branch.seen, 10) +
      1000;
    if (rank > bestRank) [best, bestRank] = [donor, rank];
  }
  return best;
}

/** Nearest first; a kind that is not listed comes before these only as itself. */
const KIN: Partial<Record<Violation['kind'], readonly Violation['kind'][]>> = {
  missing: ['missing', 'type', 'format', 'set', 'range', 'reference'],
  type: ['type', 'format', 'range', 'set', 'missing', 'reference'],
  set: ['set', 'format', 'type', 'range', 'reference', 'missing'],
  format: ['format', 'type', 'set', 'range', 'missing', 'reference'],
  range: ['range', 'type', 'format', 'set', 'missing', 'reference'],
  reference: ['reference', 'set', 'format', 'type', 'range', 'missing'],
};

/** APIs that answer 200 to everything say it in words. */
const SAYS_INVALID: ReadonlySet<number> = new Set([200, 400, 404, 409, 422]);

/** Recorded refusals for one field. */
function* donorsOf(turn: Turn): Generator<Donor> {
  const { origin } = turn.request.raw;
  for (const op of turn.compiled.operations.values()) {
    if (op.operation.origin !== origin) continue;
    for (const compiled of op.branches) {
      const { branch } = compiled;
      if (branch.success || branch.seen === 0 || !SAYS_INVALID.has(branch.status)) continue;
      for (const rule of fieldRulesOf(branch)) {
        const slot = slotOfGuard(rule.guard);
        const kind = kindOf(rule.guard);
        if (slot === null || kind === null || slot.in === 'path' || isAboutAnother(op, rule, slot)) continue;
        yield { op, compiled, rule, slot, kind };
      }
    }
  }
}

function kindOf(guard: Guard): Violation['kind'] | null {
  switch (guard.g) {
    case 'missing':
    case 'empty':
      return 'missing';
    case 'type-not':
      return 'type';
    case 'not-in':
      return 'set';
    case 'format-not':
    case 'pattern-not':
      return 'format';
    case 'compare':
    case 'longer':
    case 'shorter':
      return 'range';
    case 'unknown-entity':
      return 'reference';
    case 'or':
      return guard.any[0] === undefined ? null : kindOf(guard.any[0]);
    default:
      return null;
  }
}

/** Its words name another field than its guard looks at: what it was about is not what was learned. */
function isAboutAnother(op: CompiledOperation, rule: FieldRule, slot: Slot): boolean {
  if (rule.entry !== null) return rule.entry.key !== null && rule.entry.key !== fieldNameOf(slot);
  const text = JSON.stringify(rule.branch.body);
  const names = (name: string): boolean => new RegExp(`(?<![A-Za-z0-9_])${escaped(name)}(?![A-Za-z0-9_])`).test(text);
  if (names(fieldNameOf(slot))) return false;
  return op.operation.request.body.some(({ path }) => {
    const name = String(path.findLast((step) => step !== '*') ?? '');
    return name.length > 3 && names(name);
  });
}

function said(turn: Turn, donor: Donor, slot: Slot, kind: Violation['kind'], status: number): HttpResponse {
  const sink = new Sink();
  const body = withStatus(bodyOf(turn, donor, slot, kind), donor.compiled.branch.status, status);
  createTemplateCompiler()(body)(turn, sink);
  return reply(turn, status, donor.compiled.headers, sink.done());
}

/** Bodies often say the status, too. */
function withStatus(template: Template, from: number, to: number): Template {
  if (from === to) return template;
  if (template.t === 'object')
    return {
      ...template,
      fields: template.fields.map((field) => ({ ...field, value: withStatus(field.value, from, to) })),
    };
  if (template.t === 'array') return { ...template, items: template.items.map((item) => withStatus(item, from, to)) };
  if (template.t !== 'expr' || template.value.k !== 'const') return template;
  const { value } = template.value;
  if (value === from) return { t: 'expr', value: { k: 'const', value: to } };
  return value === String(from) ? { t: 'expr', value: { k: 'const', value: String(to) } } : template;
}

function bodyOf(turn: Turn, { rule, op, ...donor }: Donor, slot: Slot, kind: Violation['kind']): Template {
  const change = (template: Template): Template => {
    const general = donor.kind === kind ? template : withGeneralWords(template, fieldNameOf(donor.slot), kind);
    return retarget(
      general,
      { slot: donor.slot, record: op.resource?.singular ?? null },
      { slot, record: turn.op?.resource?.singular ?? null },
    );
  };
  const { entry } = rule;
  if (entry === null) return change(rule.branch.body);
  return withProblems(rule.branch.body, () => [
    {
      when: { g: 'always' },
      key: entry.key === null ? null : fieldNameOf(slot),
      value: change(entry.value),
    },
  ]);
}

function escaped(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_]/g, '.');
}
