import type { ScriptStep, ScriptValue } from '../script.ts';

/** The same steps, all that can be looked up before the first write: what is missing shows before anything is changed. */
export function looksFirst(steps: readonly ScriptStep[]): readonly ScriptStep[] {
  const late = new Set(steps.flatMap((step) => (step.kind === 'write' ? [step.as] : [])));
  const first: ScriptStep[] = [];
  const rest: ScriptStep[] = [];
  for (const step of steps) {
    const isLook = step.kind === 'find' || step.kind === 'read';
    if (isLook && !step.settings.some(({ value }) => comesFrom(value, late))) first.push(step);
    else {
      rest.push(step);
      if (isLook) late.add(step.as);
    }
  }
  return [...first, ...rest];
}

function comesFrom(value: ScriptValue, steps: ReadonlySet<string>): boolean {
  return value.v === 'from' && steps.has(value.step);
}
