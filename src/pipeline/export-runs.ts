/** Runs as training data, in other tools' words. */
import { writeFileSync } from 'node:fs';
import { ContentError } from '../errors.ts';
import { conversationOf } from '../export/conversation.ts';
import { atif } from '../export/rollouts/atif.ts';
import { openai } from '../export/rollouts/openai.ts';
import { openenv } from '../export/rollouts/openenv.ts';
import type { RolloutFormat, Told } from '../export/rollouts/rollout-format.ts';
import { trlKto, trlPairs, trlSft } from '../export/rollouts/trl.ts';
import { verifiers } from '../export/rollouts/verifiers.ts';
import type { JsonObject } from '../model/json.ts';
import type { Rollout } from '../model/rollout.ts';
import type { ToolResult } from '../model/tools.ts';
import { CONTINUE_TOOL, renderResult } from '../replay/tool-result.ts';
import { createJudge } from '../reward/create-judge.ts';
import { RunStore } from '../store/run-store.ts';
import { writeAside } from '../store/write-aside.ts';

export const RUN_FORMATS = ['openai', 'trl', 'atif', 'verifiers', 'openenv'] as const;
export const TRL_KINDS = ['sft', 'preference', 'kto'] as const;
export type RunFormat = (typeof RUN_FORMATS)[number];
export type TrlKind = (typeof TRL_KINDS)[number];

export interface ExportRunOptions {
  /** Several runs of one set: preference pairs come from all of them together. */
  readonly runs: readonly string[];
  readonly format: RunFormat;
  readonly kind: TrlKind;
  readonly out: string;
  readonly overwrite: boolean;
  readonly split: string | null;
  readonly allowHeldOut: boolean;
  /** Also what the oracle did in each episode that was played: a right way where no agent found one. */
  readonly withOracle?: boolean;
}

export interface ExportRunResult {
  /** Rows written. */
  readonly rollouts: number;
  readonly file: string;
  readonly left: Readonly<Record<string, number>>;
}

const FORMATS: Readonly<Record<Exclude<RunFormat, 'trl'>, RolloutFormat>> = { openai, atif, verifiers, openenv };

/** Splits by these names are for judging, never for training. */
const HELD_OUT = /^(?:test|val|valid|validation|eval|dev|hold-?out|held-?out)/i;

/** @throws ContentError OFFSCRIPT_HELD_OUT where the run has held-out episodes and they are neither filtered nor allowed */
export async function exportRuns(options: ExportRunOptions): Promise<ExportRunResult> {
  const runs = options.runs.map((path) => RunStore.open(path));
  try {
    for (const run of runs) refuseHeldOut(run, options);
    const left: Record<string, number> = {};
    const leave = (why: string): void => void (left[why] = (left[why] ?? 0) + 1);
    const rows = rowsOf(runs, options, leave);
    const written = await writeAside(
      options.out,
      (draft) => {
        let count = 0;
        writeFileSync(draft, '');
        for (const row of rows) {
          writeFileSync(draft, `${JSON.stringify(row)}\n`, { flag: 'a' });
          count++;
        }
        return count;
      },
      options,
    );
    return { rollouts: written, file: options.out, left };
  } finally {
    for (const run of runs) run.close();
  }
}

function refuseHeldOut(run: RunStore, { split, allowHeldOut }: ExportRunOptions): void {
  if (allowHeldOut) return;
  const held = new Map<string, number>();
  for (const { episode } of run.rollouts()) {
    const { split: of } = run.episode(episode);
    if (HELD_OUT.test(of) && (split === null || split === of)) held.set(of, (held.get(of) ?? 0) + 1);
  }
  const [first] = held;
  if (first === undefined) return;
  throw new ContentError(
    'OFFSCRIPT_HELD_OUT',
    `${first[1]} rollouts of ${run.path} are of held-out episodes (split "${first[0]}"): who trains on them can no longer be judged by them.`,
    'Export only the others: --split train. Or, where nothing will be trained: --allow-held-out.',
  );
}

function* rowsOf(
  runs: readonly RunStore[],
  options: ExportRunOptions,
  leave: (why: string) => void,
): Generator<JsonObject> {
  if (options.format === 'trl' && options.kind === 'preference') {
    yield* pairsOf(runs, options, leave);
    return;
  }
  const format =
    options.format === 'trl' ? { sft: trlSft, kto: trlKto, preference: trlSft }[options.kind] : FORMATS[options.format];
  const oracles = oraclesOf(runs, options);
  for (const run of runs) {
    for (const told of toldOf(run, options, leave, oracles.get(run) ?? [])) {
      if (!format.takesFailures && !told.rollout.verdict.pass) {
        leave('failed');
        continue;
      }
      const row = format.row(told);
      if (row === null) leave('nothing was done');
      else yield row;
    }
  }
}

/** Pairs of one episode at a time; only names are held for all. */
function* pairsOf(
  runs: readonly RunStore[],
  options: ExportRunOptions,
  leave: (why: string) => void,
): Generator<JsonObject> {
  const byEpisode = new Map<string, { readonly run: RunStore; readonly id: string }[]>();
  const oracles = oraclesOf(runs, options);
  for (const run of runs) {
    for (const { id, episode } of run.rollouts()) {
      const group = byEpisode.get(episode);
      if (group === undefined) byEpisode.set(episode, [{ run, id }]);
      else group.push({ run, id });
    }
  }
  for (const [episode, group] of byEpisode) {
    const right = runs.flatMap((run) =>
      oracles.get(run)?.includes(episode) === true ? (tellOracle(run, episode, options, leave) ?? []) : [],
    );
    const played = group.flatMap(({ run, id }) => tell(run, run.rollout(id), options, leave) ?? []);
    const pairs = trlPairs([...played, ...right]);
    if (pairs.length === 0) leave('episodes without a pair');
    yield* pairs;
  }
}

/** Episodes whose oracle each run tells: every episode once, by the first run that has it. */
function oraclesOf(
  runs: readonly RunStore[],
  { withOracle = false }: ExportRunOptions,
): ReadonlyMap<RunStore, readonly string[]> {
  if (!withOracle) return new Map();
  const told = new Set<string>();
  return new Map(
    runs.map((run) => [
      run,
      [...new Set([...run.rollouts()].map(({ episode }) => episode))].filter((episode) => {
        if (told.has(episode) || run.oracle(episode) === null) return false;
        told.add(episode);
        return true;
      }),
    ]),
  );
}

const ORACLE = 'oracle';

/** Judged as any other rollout. */
function tellOracle(run: RunStore, id: string, options: ExportRunOptions, leave: (why: string) => void): Told | null {
  const trajectory = run.oracle(id);
  if (trajectory === null) return null;
  const judge = createJudge(run.facts.model, run.facts.policies);
  const verdict = judge(run.episode(id), trajectory);
  const told = tell(run, { id: `${id}.${ORACLE}`, episode: id, trial: 0, trajectory, verdict }, options, leave);
  return told === null ? null : { ...told, agent: ORACLE };
}

function* toldOf(
  run: RunStore,
  options: ExportRunOptions,
  leave: (why: string) => void,
  oracles: readonly string[],
): Generator<Told> {
  for (const episode of oracles) {
    const told = tellOracle(run, episode, options, leave);
    if (told !== null) yield told;
  }
  for (const rollout of run.rollouts()) {
    const told = tell(run, rollout, options, leave);
    if (told !== null) yield told;
  }
}

/** Null where it is left out. */
function tell(run: RunStore, rollout: Rollout, { split }: ExportRunOptions, leave: (why: string) => void): Told | null {
  const { model, tools } = run.facts;
  const { reward, agent } = run.options;
  const episode = run.episode(rollout.episode);
  if (split !== null && episode.split !== split) {
    leave('of another split');
    return null;
  }
  const earned = reward === 'graded' ? rollout.verdict.graded : rollout.verdict.reward;
  if (rollout.verdict.tainted !== null || earned === null) {
    leave('spoiled by the environment');
    return null;
  }
  const conversation = conversationOf(episode, rollout, {
    tools: [...tools, CONTINUE_TOOL],
    origins: model.origins,
    render,
  });
  return { episode, rollout, conversation, reward: earned, agent };
}

const render = (outcome: Parameters<typeof renderResult>[0]): ToolResult => renderResult(outcome).result;
