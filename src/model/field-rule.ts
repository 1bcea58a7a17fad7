/** What a refusing branch says about single fields: the rule, the field, and the body that names that field alone. */
import type { Branch } from './branch.ts';
import type { Guard } from './guard.ts';
import type { Slot } from './slot.ts';
import type { Template } from './template.ts';

export interface FieldRule {
  readonly branch: Branch;
  readonly guard: Guard;
  /** The one entry of a list of problems, where the branch answers such a list. */
  readonly entry: { readonly key: string | null; readonly value: Template } | null;
}

export type Problems = Extract<Template, { t: 'problems' }>;
export type ProblemEntry = Problems['entries'][number];

/** Each alternative of a branch's guard, or each entry of its list of problems. */
export function fieldRulesOf(branch: Branch): readonly FieldRule[] {
  const problems = problemsOf(branch.body);
  if (problems !== null)
    return problems.entries.map(({ when, key, value }) => ({ branch, guard: when, entry: { key, value } }));
  return (branch.guard.g === 'or' ? branch.guard.any : [branch.guard]).map((guard) => ({ branch, guard, entry: null }));
}

/** The list of problems somewhere in a body; null where there is none. */
export function problemsOf(template: Template): Problems | null {
  if (template.t === 'problems') return template;
  if (template.t === 'object')
    for (const { value } of template.fields) {
      const found = problemsOf(value);
      if (found !== null) return found;
    }
  return null;
}

/** The body with these entries as its list of problems. */
export function withProblems(
  template: Template,
  change: (entries: readonly ProblemEntry[]) => readonly ProblemEntry[],
): Template {
  if (template.t === 'problems') return { ...template, entries: change(template.entries) };
  if (template.t !== 'object') return template;
  return {
    ...template,
    fields: template.fields.map((field) =>
      problemsOf(field.value) === null ? field : { ...field, value: withProblems(field.value, change) },
    ),
  };
}

/** The one slot that a guard looks at; null where it looks at none, or at several. */
export function slotOfGuard(guard: Guard): Slot | null {
  if (guard.g === 'or') {
    const slots = guard.any.map(slotOfGuard);
    const [first] = slots;
    if (first === undefined || first === null) return null;
    const text = JSON.stringify(first);
    return slots.every((slot) => JSON.stringify(slot) === text) ? first : null;
  }
  if (guard.g === 'compare') return guard.left.k === 'slot' ? guard.left.slot : null;
  if (guard.g === 'equals') return guard.value.k === 'slot' ? guard.value.slot : null;
  return 'slot' in guard ? guard.slot : null;
}
