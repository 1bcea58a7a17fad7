/** Runs and recordings in other tools' words. */
import { writeFileSync } from 'node:fs';
import { ContentError, UsageError } from '../errors.ts';
import { conversationOf } from '../export/conversation.ts';
import { har } from '../export/recordings/har.ts';
import { nock } from '../export/recordings/nock.ts';
import type { Loss, RecordingFormat } from '../export/recordings/recording-format.ts';
import { wiremock } from '../export/recordings/wiremock.ts';
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
import { RecordingStore } from '../store/recording.ts';
import { RunStore } from '../store/run-store.ts';
import { writeAside } from '../store/write-aside.ts';
import { isRecording } from './serve.ts';

export const RUN_FORMATS = ['openai', 'trl', 'atif', 'verifiers', 'openenv'] as const;
export const RECORDING_FORMATS = ['har', 'nock', 'wiremock'] as const;
export const TRL_KINDS = ['sft', 'preference', 'kto'] as const;
export type RunFormat = (typeof RUN_FORMATS)[number];
export type RecordingFormatName = (typeof RECORDING_FORMATS)[number];
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
  for (const run of runs) {
    for (const told of toldOf(run, options, leave)) {
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
  for (const run of runs) {
    for (const { id, episode } of run.rollouts()) {
      const group = byEpisode.get(episode);
      if (group === undefined) byEpisode.set(episode, [{ run, id }]);
      else group.push({ run, id });
    }
  }
  for (const group of byEpisode.values()) {
    const pairs = trlPairs(group.flatMap(({ run, id }) => tell(run, run.rollout(id), options, leave) ?? []));
    if (pairs.length === 0) leave('episodes without a pair');
    yield* pairs;
  }
}

function* toldOf(run: RunStore, options: ExportRunOptions, leave: (why: string) => void): Generator<Told> {
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

export interface ExportRecordingResult {
  readonly interactions: number;
  readonly file: string;
  readonly lost: readonly Loss[];
}

const RECORDINGS: Readonly<Record<RecordingFormatName, RecordingFormat>> = { har, nock, wiremock };

export async function exportRecording(
  path: string,
  {
    format,
    out,
    overwrite,
  }: { readonly format: RecordingFormatName; readonly out: string; readonly overwrite: boolean },
): Promise<ExportRecordingResult> {
  const store = RecordingStore.open(path, { mode: 'read' });
  try {
    const { document, interactions, lost } = RECORDINGS[format].write([...store.sessions()]);
    await writeAside(out, (draft) => writeFileSync(draft, `${JSON.stringify(document, null, 1)}\n`), { overwrite });
    return { interactions, file: out, lost };
  } finally {
    store.close();
  }
}

/** A format's name, and what kind of file it is made from. @throws UsageError where they do not go together */
export function exportKind(path: string, format: string): 'run' | 'recording' {
  const isOfRun = RUN_FORMATS.some((one) => one === format);
  if (!isRecording(path)) {
    if (isOfRun) return 'run';
    throw new UsageError(`${format} is a format for recordings.`, `For runs there is: ${RUN_FORMATS.join(', ')}.`);
  }
  if (!isOfRun) return 'recording';
  throw new UsageError(`${format} is a format for runs.`, `For recordings there is: ${RECORDING_FORMATS.join(', ')}.`);
}
