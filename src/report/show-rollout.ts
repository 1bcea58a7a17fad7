import type { Episode } from '../model/episode.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { Rollout, Step, Trajectory } from '../model/rollout.ts';
import type { CheckResult, Verdict } from '../model/verdict.ts';
import { firstDivergence } from './divergence/first-divergence.ts';
import { indented, mutationLines } from './show-episode.ts';
import { shortened, stepText } from './step-text.ts';

export interface ShowContext {
  readonly model: LearnedModel;
  /** What the oracle does in the same world; null where nobody knows. */
  readonly oracle: Trajectory | null;
  readonly set: string;
  /** As on the command line: `--agent a.js` or `-- python a.py`. */
  readonly agent: string;
  /** The command that plays it again, where that is not `offscript replay`. */
  readonly again?: string | undefined;
}

const SHOWN_STEPS = 14;
const SHOWN_ORACLE_STEPS = 8;

/** Why a rollout ended as it did, on one screen: what was asked, what was different, where it went wrong, and how to see it again. */
export function showRollout(
  episode: Episode,
  { id, trial, trajectory, verdict }: Rollout,
  { model, oracle, set, agent, again }: ShowContext,
): string {
  const divergence = verdict.pass
    ? null
    : firstDivergence({ model, episode, trajectory, oracle, checks: verdict.checks });
  const failed = verdict.checks.filter(({ check, state, hard }) => state === 'failed' && (hard || check === 'goal'));
  const marked = new Set([
    ...failed.flatMap(({ evidence }) => evidence),
    ...(divergence?.step === null || divergence === null ? [] : [divergence.step]),
  ]);
  return [
    `Rollout ${id}  ${resultText(verdict)}  (episode ${episode.id}, trial ${trial}, ${episode.family})`,
    '',
    'Instruction',
    indented(shortened(episode.instruction, 600)),
    '',
    'What was different',
    ...mutationLines(episode, model.origins),
    '',
    ...(divergence === null ? [] : ['First divergence from the oracle', `  ${divergence.text}`, '']),
    ...failed.flatMap((check) => checkLines(check, trajectory.steps)),
    ...softLines(verdict.checks),
    'Steps',
    ...stepLines(trajectory.steps, marked),
    `  ${endLine(trajectory.end)}`,
    '',
    ...(verdict.pass || oracle === null ? [] : ['What the oracle does', ...oracleLines(oracle), '']),
    `Reward = gate ${verdict.arithmetic.gate} x goal ${verdict.arithmetic.goal} x (${verdict.arithmetic.terms.map(({ name, weight, score }) => `${weight} ${name} x ${round(score)}`).join(' + ')}) = ${round(verdict.arithmetic.total)}`,
    `Play it again: ${again ?? `offscript replay ${set} --episode ${episode.id}${trial === 1 ? '' : ` --trials ${trial}`} ${agent}`}`,
  ].join('\n');
}

function resultText({ pass, reward, tainted }: Verdict): string {
  if (tainted !== null) return `TAINTED: ${shortened(tainted)}`;
  return pass ? `passed, reward ${round(reward ?? 0)}` : `FAILED, reward ${round(reward ?? 0)}`;
}

function checkLines({ check, because, evidence }: CheckResult, steps: readonly Step[]): readonly string[] {
  const shown = evidence.slice(0, 3).flatMap((index) => {
    const step = steps[index];
    return step === undefined ? [] : [`    step ${index}: ${stepText(step)}`];
  });
  return [`Failed check: ${check}`, `  ${because}`, ...shown, ''];
}

function softLines(checks: readonly CheckResult[]): readonly string[] {
  const poor = checks.filter(
    ({ check, hard, state, score }) => !hard && check !== 'goal' && state !== 'not-applicable' && score < 1,
  );
  return poor.length === 0
    ? []
    : ['Below full marks', ...poor.map(({ check, score, because }) => `  ${check} ${round(score)}: ${because}`), ''];
}

/** The marked steps with their neighbours; long quiet stretches are left out. */
function stepLines(steps: readonly Step[], marked: ReadonlySet<number>): readonly string[] {
  const near = (index: number): boolean => [...marked].some((mark) => Math.abs(mark - index) <= 2);
  const shown = steps.filter(
    (_, index) => steps.length <= SHOWN_STEPS || index < 3 || index >= steps.length - 3 || near(index),
  );
  let last = -1;
  return shown.flatMap((step) => {
    const gap = step.index > last + 1 ? [`     ... ${step.index - last - 1} more`] : [];
    last = step.index;
    return [...gap, `  ${marked.has(step.index) ? '>' : ' '} ${String(step.index).padStart(2)} ${stepText(step)}`];
  });
}

function oracleLines({ steps }: Trajectory): readonly string[] {
  const shown = steps
    .slice(0, SHOWN_ORACLE_STEPS)
    .map((step) => `    ${String(step.index).padStart(2)} ${shortened(stepText(step), 110)}`);
  const more = steps.length - shown.length;
  return more === 0 ? shown : [...shown, `     ... ${more} more`];
}

function endLine(end: Rollout['trajectory']['end']): string {
  switch (end.kind) {
    case 'finished':
      return end.answer === null ? 'finished without an answer' : `finished: ${shortened(JSON.stringify(end.answer))}`;
    case 'reported':
      return `reported ${end.reason}: ${end.evidence.join(', ') || 'no evidence'}`;
    case 'broke':
      return `broke down (${end.why}): ${end.message}`;
    case 'tainted':
      return `the environment failed: ${shortened(end.message)}`;
  }
}

function round(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
