/** What the page shows of a run, small: texts are kept once, long ones are cut and say so. */
import { decodeBody } from '../../model/body.ts';
import type { Episode } from '../../model/episode.ts';
import type { HeaderList } from '../../model/http.ts';
import type { Json } from '../../model/json.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { Rollout, Step, Trajectory } from '../../model/rollout.ts';
import { firstDivergence } from '../divergence/first-divergence.ts';
import { plainWords } from '../show-episode.ts';
import { callText, outcomeText, stepText } from '../step-text.ts';
import { changedPaths, type PathChange } from './state-diff.ts';

/** How much of each rollout is kept. */
export interface Detail {
  /** Characters of a body or value. */
  readonly longest: number;
  /** Steps of passed rollouts are kept for this share of them; those of failed ones always. */
  readonly passes: number;
}

export interface EpisodeData {
  readonly id: string;
  readonly task: string;
  readonly workflow: string;
  readonly family: string;
  readonly split: string;
  readonly by: string;
  readonly instruction: string;
  readonly inputs: string;
  readonly policy: string;
  readonly mutations: readonly { readonly id: string; readonly explain: string }[];
}

export interface RolloutData {
  readonly id: string;
  /** Index into the episodes. */
  readonly episode: number;
  readonly trial: number;
  readonly pass: boolean;
  readonly reward: number | null;
  readonly progress: number;
  readonly tainted: string | null;
  readonly end: string;
  readonly failed: readonly string[];
  readonly calls: number;
  readonly sum: string;
  readonly divergence: { readonly step: number | null; readonly text: string } | null;
  /** What the oracle does there: indices into the texts. */
  readonly oracle: readonly number[];
  readonly checks: readonly (readonly [
    name: string,
    state: string,
    hard: boolean,
    score: number,
    because: string,
    evidence: readonly number[],
  ])[];
  /** Null where they were left out for size. */
  readonly steps: readonly StepData[] | null;
  readonly net: readonly ChangeData[];
}

export interface StepData {
  readonly index: number;
  readonly text: string;
  readonly kind: Step['kind'];
  /** Milliseconds of world time since the start. */
  readonly at: number;
  readonly took: number;
  /** Indices into the texts: line, headers and body of request and answer. */
  readonly sent: readonly number[];
  readonly got: readonly number[];
  readonly ok: boolean;
  readonly faults: readonly string[];
  readonly changes: readonly ChangeData[];
}

export interface ChangeData {
  readonly key: string;
  /** Path, before and after as JSON text; null where it was not there. */
  readonly paths: readonly (readonly [path: string, before: string | null, after: string | null])[];
}

export interface ReportData {
  readonly texts: readonly string[];
  readonly episodes: readonly EpisodeData[];
  readonly rollouts: readonly RolloutData[];
}

export interface PlayedRow {
  readonly episode: Episode;
  readonly rollout: Rollout;
  /** What the oracle does in the same world; null where nobody asks, or a run does not have it. */
  readonly oracle: Trajectory | null;
}

export function reportData(
  rows: Iterable<PlayedRow>,
  model: LearnedModel,
  reward: 'strict' | 'graded',
  { longest, passes }: Detail,
): ReportData {
  const texts = new Texts(longest);
  const episodes = new Map<string, number>();
  const told: EpisodeData[] = [];
  let share = 0;
  const rollouts = [...rows].map(({ episode, rollout, oracle }): RolloutData => {
    let at = episodes.get(episode.id);
    if (at === undefined) {
      at = told.push(episodeData(episode, model.origins)) - 1;
      episodes.set(episode.id, at);
    }
    const { verdict, trajectory } = rollout;
    share += verdict.pass ? passes : 0;
    const isKept = !verdict.pass || share >= 1;
    if (verdict.pass && share >= 1) share -= 1;
    const { arithmetic } = verdict;
    return {
      id: rollout.id,
      episode: at,
      trial: rollout.trial,
      pass: verdict.pass,
      reward: reward === 'graded' ? verdict.graded : verdict.reward,
      progress: verdict.progress,
      tainted: verdict.tainted,
      end: endText(rollout),
      failed: failedChecks(rollout),
      calls: trajectory.steps.filter(({ kind }) => kind === 'call').length,
      sum: `gate ${arithmetic.gate} × goal ${arithmetic.goal} × (${arithmetic.terms.map(({ name, weight, score }) => `${weight} ${name} × ${rounded(score)}`).join(' + ')}) = ${rounded(arithmetic.total)}`,
      divergence: verdict.pass ? null : firstDivergence({ model, episode, trajectory, oracle, checks: verdict.checks }),
      oracle:
        verdict.pass || oracle === null ? [] : oracle.steps.map((step) => texts.of(`${step.index} ${stepText(step)}`)),
      checks: verdict.checks
        .filter(({ state }) => state !== 'not-applicable')
        .map(({ check, state, hard, score, because, evidence }) => [
          check,
          state,
          hard,
          rounded(score),
          because,
          evidence,
        ]),
      steps: isKept
        ? trajectory.steps.map((step) => stepData(step, trajectory.startedAt, episode.limits.timeoutMs, texts))
        : null,
      net: trajectory.diff.map((change) => changeData(change.key, changedPaths(change), longest)),
    };
  });
  return { texts: texts.all, episodes: told, rollouts };
}

/** Hard checks that failed; `goal` where only that was missed. */
function failedChecks({ verdict }: Rollout): readonly string[] {
  const failed = verdict.checks.filter(({ hard, state }) => hard && state === 'failed').map(({ check }) => check);
  return failed.length > 0 || verdict.goal === 1 ? failed : ['goal'];
}

function episodeData(
  { id, task, family, split, interface: by, instruction, inputs, policy, mutators }: Episode,
  origins: readonly string[],
): EpisodeData {
  return {
    id,
    task: task.id,
    workflow: task.workflow,
    family,
    split,
    by,
    instruction,
    inputs: JSON.stringify(inputs),
    policy,
    mutations: mutators.map((one) => ({
      id: one.id,
      explain: plainWords(one.explain === '' ? one.summary : one.explain, origins),
    })),
  };
}

function stepData(step: Step, startedAt: number, timeoutMs: number, texts: Texts): StepData {
  const base = { index: step.index, kind: step.kind, at: step.at - startedAt };
  if (step.kind !== 'call')
    return {
      ...base,
      text: stepText(step),
      took: step.kind === 'wait' ? step.seconds * 1000 : 0,
      sent: [],
      got: [],
      ok: true,
      faults: [],
      changes: [],
    };
  const { request, outcome, tool } = step;
  const answer = outcome.kind === 'response' ? outcome.response : null;
  const line = tool === null ? '' : `${tool.name}(${JSON.stringify(tool.arguments)})\n`;
  return {
    ...base,
    text: `${callText(step)} → ${outcomeText(step)}`,
    // A client that gave up saw no more than its own limit.
    took:
      outcome.kind === 'error' && outcome.error.kind === 'timeout'
        ? Math.min(step.latencyMs, timeoutMs)
        : step.latencyMs,
    sent: [
      texts.of(`${line}${request.method} ${request.origin}${request.target}`),
      texts.of(headerText(request.headers)),
      texts.of(bodyText(request.headers, request.body)),
    ],
    got:
      answer === null
        ? [texts.of(outcome.kind === 'error' ? `No answer: ${outcome.error.kind} ${outcome.error.message}` : '')]
        : [
            texts.of(String(answer.status)),
            texts.of(headerText(answer.headers)),
            texts.of(bodyText(answer.headers, answer.body)),
          ],
    ok: answer !== null && answer.status < 400,
    faults: step.faults.map(({ what }) => what),
    changes: step.changes.map((change) => changeData(change.key, changedPaths(change), texts.longest)),
  };
}

function changeData(key: string, paths: readonly PathChange[], longest: number): ChangeData {
  const text = (value: Json | undefined): string | null =>
    value === undefined ? null : cut(JSON.stringify(value), longest);
  return { key, paths: paths.map(([path, before, after]) => [path, text(before), text(after)]) };
}

/** Credentials are pseudonyms, and still nobody's business. */
function headerText(headers: HeaderList): string {
  return headers
    .map(
      ([name, value]) =>
        `${name}: ${/^(?:authorization|cookie|set-cookie)$|token|api-?key|secret/i.test(name) ? '(hidden)' : value}`,
    )
    .join('\n');
}

function bodyText(headers: HeaderList, body: Uint8Array): string {
  const decoded = decodeBody(headers, body);
  switch (decoded.kind) {
    case 'json':
      return decoded.exact ? JSON.stringify(decoded.value) : Buffer.from(body).toString('utf8');
    case 'form':
      return JSON.stringify(decoded.value);
    case 'text':
      return decoded.text;
    case 'empty':
      return '';
    case 'binary':
      return `(${body.length} bytes, not text)`;
    case 'undecodable':
      return `(${decoded.reason})`;
  }
}

function endText({ trajectory }: Rollout): string {
  const { end } = trajectory;
  switch (end.kind) {
    case 'finished':
      return end.answer === null ? 'finished' : `finished: ${cut(JSON.stringify(end.answer), 300)}`;
    case 'reported':
      return `reported ${end.reason}: ${end.evidence.join(', ') || 'no evidence'}`;
    case 'broke':
      return `broke down (${end.why}): ${cut(end.message, 300)}`;
    case 'tainted':
      return `the environment failed: ${cut(end.message, 300)}`;
  }
}

class Texts {
  readonly longest: number;
  readonly #known = new Map<string, number>();

  constructor(longest: number) {
    this.longest = longest;
  }

  of(text: string): number {
    const kept = cut(text, this.longest);
    const known = this.#known.get(kept);
    if (known !== undefined) return known;
    this.#known.set(kept, this.#known.size);
    return this.#known.size - 1;
  }

  get all(): readonly string[] {
    return [...this.#known.keys()];
  }
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length - longest} more characters)`;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
