/**
 * The table of contents: every job of offscript as the stages it joins. Stages never import each other.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { importFiles, type ImportSummary } from './capture/formats/import-files.ts';
import type { FormatId } from './capture/formats/format.ts';
import { runCapture, type CaptureCounts, type CaptureOptions } from './capture/proxy/run-capture.ts';
import { loadProjectKey, type ProjectKey } from './capture/redact/project-key.ts';
import { createRedactor, type Redactor } from './capture/redact/redactor.ts';
import { loadRules, type RedactionRules } from './capture/redact/rules.ts';
import { ContentError } from './errors.ts';
import { measureFidelity, type FidelityOptions, type FidelityReport } from './fidelity/measure-fidelity.ts';
import { learn } from './learn/learn.ts';
import { toolsOf } from './learn/tools-of.ts';
import { traceSession } from './learn/trace-session.ts';
import { hash32 } from './model/digest.ts';
import type { Episode, EpisodeDraft, EpisodeSetFacts, Interface } from './model/episode.ts';
import type { Json } from './model/json.ts';
import type { LearnedModel } from './model/learned-model.ts';
import type { TracedSession } from './model/trace.ts';
import type { Interaction, Session } from './model/recording.ts';
import type { StartEpisode } from './model/rollout.ts';
import type { Task } from './model/task.ts';
import type { TaskSlice } from './model/task-slice.ts';
import type { WorldDraft, WorldSpec } from './model/world.ts';
import { CoveringArray, type Coverage } from './mutate/cover.ts';
import { mutate } from './mutate/mutate.ts';
import { MOST_OF_ONE_REASON } from './mutate/report-share.ts';
import { bareDraft } from './prove/bare-draft.ts';
import { createProver, type Prover } from './prove/create-prover.ts';
import { createStart } from './replay/run-episode.ts';
import { createJudge } from './reward/create-judge.ts';
import { checkOutput, writeAside } from './store/write-aside.ts';
import { joinRecordings } from './store/join-recordings.ts';
import {
  RecordingStore,
  type NewSession,
  type SessionChange,
  type SessionEdit,
  type SessionSummary,
} from './store/recording.ts';
import { writeEpisodeSet } from './store/set-store.ts';
import { makeTasks, type TaskSet } from './task/make-tasks.ts';
import { curate } from './task/curate.ts';
import { readCuration } from './task/read-curation.ts';
import { writeCuration } from './task/write-curation.ts';
import { underPolicies } from './task/under-policies.ts';
import { catalogueWith, obeyTheLaws } from './pipeline/load-mutators.ts';
import { loadPolicies } from './pipeline/load-policies.ts';
import { splitOf, type Split, type SplitBy } from './task/split-of.ts';
import { createDraft } from './world/draft.ts';
import { createWorld } from './world/create-world.ts';
import { permuteModel } from './world/permute-model.ts';
import { answersOf } from './pipeline/answers-of.ts';

// ---------------------------------------------------------------- recordings

export interface RecorderOptions {
  readonly out: string;
  /** `--key`; null: the key in the user's config folder. */
  readonly key: string | null;
  /** `default`, `off`, or a rules file. */
  readonly redact: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Where captured and imported traffic goes: redacted, then committed. */
export interface Recorder {
  readonly recording: string;
  /** Values replaced so far. */
  readonly redacted: number;
  beginSession(session: NewSession): string;
  /** Committed when it returns. */
  record(sessionId: string, interaction: Interaction): void;
  updateSession(sessionId: string, change: SessionChange): void;
  addSessions(sessions: readonly Session[]): void;
  /** Runs `work` as one transaction. */
  together(work: () => void): void;
  /** Rewrites rows that hold values recognised later, and leaves one whole file. */
  close(): void;
}

/** @throws ContentError OFFSCRIPT_OTHER_KEY, OFFSCRIPT_NO_KEY where the recording was redacted with a key that is not at hand */
export function openRecorder({ out, key, redact, env }: RecorderOptions): Recorder {
  const rules = redact === 'default' || redact === 'off' ? null : loadRules(redact);
  const store = RecordingStore.open(out, { mode: 'append' });
  try {
    const redactor =
      redact === 'off'
        ? null
        : redactorFor(store, loadProjectKey({ file: key, make: store.facts().keyFingerprint === null, env }), rules);
    if (redactor === null) store.setRedaction('off', null);
    return recorder(store, redactor);
  } catch (error) {
    store.close();
    throw error;
  }
}

function redactorFor(store: RecordingStore, key: ProjectKey, rules: RedactionRules | null): Redactor {
  store.setRedaction(rules === null ? 'default' : 'rules', key.fingerprint);
  return createRedactor({ key: key.bytes, ...(rules && { rules }), recognised: store.recognised() });
}

function recorder(store: RecordingStore, redactor: Redactor | null): Recorder {
  let redacted = 0;
  const clean = (interaction: Interaction): Interaction => {
    if (redactor === null) return interaction;
    const result = redactor.interaction(interaction);
    redacted += result.count;
    return result.interaction;
  };
  const cleanText = (text: string | null | undefined): string | null =>
    text === null || text === undefined ? null : (redactor?.text(text) ?? text);
  return {
    recording: store.path,
    get redacted() {
      return redacted;
    },
    beginSession: (session) => store.beginSession({ ...session, task: cleanText(session.task) }),
    record: (sessionId, interaction) => {
      const cleaned = clean(interaction);
      store.addInteraction(sessionId, cleaned, redactor?.takeRecognised(), redactor?.takeStandIns());
    },
    together: (work) => store.together(work),
    updateSession: (sessionId, change) =>
      store.updateSession(sessionId, 'task' in change ? { ...change, task: cleanText(change.task) } : change),
    addSessions: (sessions) => {
      const cleaned = sessions.map((session) => ({
        ...session,
        task: cleanText(session.task),
        interactions: session.interactions.map(clean),
      }));
      store.addSessions(cleaned);
      store.addRecognised(redactor?.takeRecognised() ?? []);
      store.addStandIns(redactor?.takeStandIns() ?? []);
    },
    close: () => {
      try {
        if (redactor?.owesLate === true) redacted += redactLate(store, redactor);
        if (redactor !== null) store.clearRecognised();
        store.addStandIns(redactor?.takeStandIns() ?? []);
      } finally {
        store.close();
      }
    },
  };
}

function redactLate(store: RecordingStore, redactor: Redactor): number {
  let redacted = 0;
  for (const session of store.sessions()) {
    for (const interaction of session.interactions) {
      const late = redactor.late(interaction);
      if (late.count > 0) store.rewriteInteraction(session.id, late.interaction);
      redacted += late.count;
    }
    const task = session.task === null ? null : redactor.lateText(session.task);
    if (task !== session.task) store.updateSession(session.id, { task });
  }
  return redacted;
}

export interface CaptureResult extends CaptureCounts {
  /** How the program that was run ended; null where none was. */
  readonly program: { readonly code: number | null; readonly signal: string | null } | null;
  readonly recording: string;
  readonly redacted: number;
}

/** Records what passes through a local proxy, until `signal` is aborted. */
export async function captureTraffic(options: CaptureOptions & RecorderOptions): Promise<CaptureResult> {
  let recorder: Recorder | null = null;
  const counts = await runCapture(options, () => (recorder = openRecorder(options)));
  return { recording: options.out, ...counts, redacted: (recorder as Recorder | null)?.redacted ?? 0 };
}

export interface ImportRecordingOptions extends RecorderOptions {
  readonly files: readonly string[];
  readonly format: FormatId | 'auto';
  readonly join: boolean;
  readonly onFile?: (path: string, done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface ImportResult extends ImportSummary {
  readonly recording: string;
  readonly sessions: number;
  readonly interactions: number;
  readonly redacted: number;
}

const IMPORT_BATCH = 50;

/** @throws ContentError OFFSCRIPT_NOTHING_IMPORTED where no file could be read; the output is then as it was */
export function importRecording(options: ImportRecordingOptions): ImportResult {
  const { format, join, onFile } = options;
  const found = importFiles(options.files, { format, join, ...(onFile && { onFile }) });
  const counts = { sessions: 0, interactions: 0 };
  let recorder: Recorder | null = null;
  try {
    for (const batch of batchesOf(found.sessions, IMPORT_BATCH)) {
      recorder ??= openRecorder(options);
      recorder.addSessions(batch);
      counts.sessions += batch.length;
      counts.interactions += batch.reduce((sum, { interactions }) => sum + interactions.length, 0);
      if (options.signal?.aborted === true) break;
    }
    const [first] = found.summary.skipped;
    if (recorder === null && first !== undefined && found.summary.empty === 0)
      throw nothingImported(found.summary.files, first);
    recorder ??= openRecorder(options);
  } finally {
    recorder?.close();
  }
  return { recording: options.out, ...found.summary, ...counts, redacted: recorder.redacted };
}

function* batchesOf<T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function nothingImported(files: number, first: ImportSummary['skipped'][number]): ContentError {
  const others = files > 1 ? ` (and ${files - 1} more)` : '';
  return new ContentError(
    'OFFSCRIPT_NOTHING_IMPORTED',
    `Nothing to import. ${first.file}${others}: ${first.reason}.`,
    'Give HAR, nock, VCR, Betamax, go-vcr, WireMock, Hoverfly or Postman files; --format NAME reads them as one format.',
  );
}

/** Sessions of a recording, after an edit where one is asked for. */
export function sessionsOf(path: string, edit: SessionEdit | null): readonly SessionSummary[] {
  using store = RecordingStore.open(path, { mode: edit === null ? 'read' : 'append' });
  if (edit !== null) store.edit(edit);
  return store.summaries();
}

/** Joins recordings of one project into a new one. */
export function mergeRecordings(
  paths: readonly string[],
  out: string,
  overwrite: boolean,
): Promise<readonly SessionSummary[]> {
  checkOutput(out, { kind: 'recording', overwrite });
  return writeAside(out, (draft) => joinRecordings(paths, draft), { overwrite });
}

// ---------------------------------------------------------------- learning and tasks

export interface LearnedRecording {
  readonly model: LearnedModel;
  readonly traced: readonly TracedSession[];
  readonly name: string;
  /** sha256 over sessions and interactions. */
  readonly digest: string;
  readonly sessions: number;
  readonly interactions: number;
}

/** Learns a recording and reads its sessions through what was learned. */
export function learnRecording(path: string): LearnedRecording {
  const store = RecordingStore.open(path, { mode: 'read' });
  try {
    const { sessions, interactions } = store.facts();
    if (interactions === 0) throw emptyRecording(path);
    const model = learn(() => store.sessions());
    const hash = createHash('sha256');
    const traced: TracedSession[] = [];
    for (const session of store.sessions()) {
      traced.push(traceSession(model, session));
      hash.update(`${session.id} ${session.interactions.length}\n`);
      for (const { request, outcome } of session.interactions) {
        hash.update(`${request.method} ${request.origin}${request.target}\n`).update(request.body);
        if (outcome.kind === 'response') hash.update(`${outcome.response.status}\n`).update(outcome.response.body);
      }
    }
    return { model, traced, name: basename(path), digest: hash.digest('hex'), sessions, interactions };
  } finally {
    store.close();
  }
}

function emptyRecording(path: string): ContentError {
  return new ContentError(
    'OFFSCRIPT_EMPTY_RECORDING',
    `${path} holds no interactions.`,
    'Record some first: offscript capture --to URL --out FILE.',
  );
}

/** Holds sessions out, learns the rest, and measures the world on what it has not seen. */
export function fidelityOf(path: string, options: FidelityOptions): FidelityReport {
  const store = RecordingStore.open(path, { mode: 'read' });
  try {
    const { sessions } = store.facts();
    if (sessions < 2)
      throw new ContentError(
        'OFFSCRIPT_TOO_FEW_SESSIONS',
        `${path} holds ${sessions} sessions; some must be held out, and some learned from.`,
        'Record at least two: offscript capture --to URL --out FILE.',
      );
    return measureFidelity(() => store.sessions(), options, {
      learn,
      traceSession,
      createWorld,
      recordedAnswers: (model, training) => answersOf(store, model, training),
    });
  } finally {
    store.close();
  }
}

/** The tasks of a recording; with a seed, ids and names permuted by it, the world with them. */
export function tasksOf(learned: LearnedRecording, seed: number): TaskSet {
  return makeTasks(learned.model, learned.traced, seed);
}

/** Writes the tasks of a recording as a curation file. */
export function writeTasks(tasks: readonly Task[], seed: number, out: string, overwrite: boolean): Promise<void> {
  return writeAside(out, (draft) => writeFileSync(draft, writeCuration(tasks, seed)), { overwrite });
}

/**
 * The tasks a curation file says, with its edits.
 *
 * @throws ContentError OFFSCRIPT_BAD_TASKS, with the line and what to do
 */
function curatedTasks(learned: LearnedRecording, file: string): TaskSet {
  if (!existsSync(file))
    throw new ContentError(
      'OFFSCRIPT_NO_TASKS',
      `There is no curation file ${file}.`,
      'Write one: offscript tasks RECORDING --out FILE',
    );
  const curation = readCuration(readFileSync(file, 'utf8'), file);
  const { tasks, refused } = tasksOf(learned, curation.seed);
  return { tasks: curate(tasks, curation, file), refused };
}

// ---------------------------------------------------------------- episodes

export interface MutateRecordingOptions {
  readonly recording: string;
  readonly out: string;
  readonly overwrite: boolean;
  readonly count: number;
  readonly seed: number;
  readonly globs: readonly string[];
  /** Modules with mutators of others, beside the catalogue. */
  readonly use?: readonly string[];
  /** A module of business rules; null: none. */
  readonly policy?: string | null;
  /** A curation file that `tasks --out` wrote; null: every task as it was made. */
  readonly tasks?: string | null;
  readonly maxMutations: number;
  readonly neutral: number;
  readonly level: number | null;
  /** 2: a pairwise covering array, until all is covered or `count` is reached; null: as weights say. */
  readonly cover?: 2 | null;
  readonly interfaces: readonly Interface[];
  readonly splits: readonly Split[];
  readonly splitBy: SplitBy;
  readonly maxBytes: number;
  readonly onProgress?: (text: string) => void;
  readonly signal?: AbortSignal;
}

export interface MutateResult {
  readonly episodes: number;
  readonly tasks: number;
  readonly families: Readonly<Record<string, number>>;
  readonly mutators: Readonly<Record<string, number>>;
  readonly splits: Readonly<Record<string, number>>;
  readonly refused: Readonly<Record<string, number>>;
  /** By interface, where pairs were to be covered. */
  readonly coverage?: Readonly<Record<string, Coverage>>;
  readonly digest: string;
}

/** Makes proven episodes of a recording and writes them as one set. */
export async function mutateRecording(options: MutateRecordingOptions): Promise<MutateResult> {
  const { seed, onProgress } = options;
  checkOutput(options.out, { kind: 'episode-set', overwrite: options.overwrite });
  const { use = [] } = options;
  const catalogue = await catalogueWith(use);
  onProgress?.('learning the recording');
  const learned = learnRecording(options.recording);
  const policies =
    options.policy === null || options.policy === undefined ? [] : await loadPolicies(options.policy, learned.model);
  const { tasks: made, refused: refusedTasks } =
    options.tasks === null || options.tasks === undefined
      ? tasksOf(learned, seed)
      : curatedTasks(learned, options.tasks);
  const { tasks: recorded, refused: violating, paired } = underPolicies(learned.model, made, policies);
  const permuted = permuteModel(learned.model, seed);
  const facts: EpisodeSetFacts = {
    model: permuted.model,
    tools: toolsOf(permuted.model),
    seed,
    ...(policies.length > 0 && { policies }),
    recording: { name: learned.name, digest: learned.digest },
    options: {
      count: options.count,
      maxMutations: options.maxMutations,
      neutral: options.neutral,
      globs: [...options.globs],
      interfaces: [...options.interfaces],
      ...(use.length > 0 && { use: use.map((path) => basename(path)) }),
    },
  };
  const refused: Record<string, number> = { ...refusedTasks, ...(violating > 0 && { breaks_policy: violating }) };
  const refuse = (reason: string): void => void (refused[reason] = (refused[reason] ?? 0) + 1);
  const tasks = recorded
    .filter((task) => task.use === 'yes' || (refuse('review'), false))
    .map((task) => permuted.map(task as unknown as Json) as unknown as Task);
  const prover = proverFor(facts, options.maxBytes);
  const counted = {
    episodes: 0,
    families: {} as Record<string, number>,
    mutators: {} as Record<string, number>,
    splits: {} as Record<string, number>,
  };
  const coverage: Record<string, Coverage> = {};
  const episodes = function* (): Generator<Episode> {
    const wanted = Math.ceil(options.count / options.interfaces.length);
    for (const iface of options.interfaces) {
      const slices: TaskSlice[] = [];
      for (const task of pairsFirst(inSeededOrder(tasks, seed), paired)) {
        if (slices.length >= Math.max(FEWEST_TASKS, wanted)) break;
        onProgress?.(`${slices.length} tasks can be done`);
        const slice = prover.slice(task, iface);
        if (typeof slice === 'string') refuse(slice);
        else slices.push(slice);
      }
      obeyTheLaws(catalogue, { model: facts.model, slices, createDraft: createDraftOf });
      const engine = {
        model: facts.model,
        slices,
        catalogue,
        createDraft: createDraftOf,
        seed,
        globs: options.globs,
        groupOf: ({ task, mutators: [first] }: EpisodeDraft) =>
          splitOf(options.splits, options.splitBy, task, first?.family ?? 'neutral'),
        ...(options.level !== null && { level: options.level }),
      };
      const array = options.cover === 2 ? new CoveringArray(engine) : null;
      // Both sides of every rule's limit are in the set, undisturbed, whatever else is drawn.
      const pairs = wholePairs(slices, paired)
        .slice(0, pairedOf(wanted))
        .map(({ task }) => bareDraft(task, hash32(`${seed} pair ${task.id}`)));
      const drafts = mutate({
        ...engine,
        first: pairs,
        maxMutations: options.maxMutations,
        neutral: options.neutral,
      });
      let made = 0;
      let outcome: 'proven' | 'refused' | undefined;
      while (made < wanted && options.signal?.aborted !== true) {
        const draft = array === null ? drafts.next(outcome).value : array.next();
        if (draft === null || draft === undefined) break;
        const proving = prover.prove(draft, iface);
        outcome = proving.kind === 'proven' ? 'proven' : 'refused';
        array?.told(proving.kind === 'proven' ? null : proving.reason);
        if (proving.kind === 'refused') {
          refuse(`${draft.plan.map(({ mutator }) => mutator).join('+') || 'neutral'}: ${proving.reason}`);
          continue;
        }
        made += 1;
        const split = engine.groupOf(draft);
        const episode = { ...proving.episode, split };
        counted.episodes += 1;
        counted.families[episode.family] = (counted.families[episode.family] ?? 0) + 1;
        counted.splits[split] = (counted.splits[split] ?? 0) + 1;
        for (const { id } of episode.mutators) counted.mutators[id] = (counted.mutators[id] ?? 0) + 1;
        onProgress?.(`${counted.episodes} of ${options.count} episodes proven`);
        yield episode;
      }
      if (array !== null) coverage[iface] = array.report();
    }
  };
  const written = await writeEpisodeSet(options.out, facts, episodes(), { overwrite: options.overwrite });
  return {
    ...counted,
    tasks: written.tasks,
    refused,
    ...(options.cover === 2 && { coverage }),
    digest: written.digest,
  };
}

/** More tasks than episodes would only cost time. */
const FEWEST_TASKS = 60;

/** Every rule has its pairs among the tasks, as long as they leave room for the rest. */
function pairsFirst(tasks: readonly Task[], paired: ReadonlyMap<string, string>): readonly Task[] {
  const pairs = new Set(tasks.flatMap(({ id }) => paired.get(id) ?? []));
  const first = [...pairs].flatMap((pair) => tasks.filter(({ id }) => paired.get(id) === pair)).slice(0, MOST_PAIRED);
  return [...first, ...tasks.filter((task) => !first.includes(task))];
}

function wholePairs(slices: readonly TaskSlice[], paired: ReadonlyMap<string, string>): readonly TaskSlice[] {
  const pairOf = ({ task }: TaskSlice): string | undefined => paired.get(task.id);
  return slices.filter(
    (slice) => pairOf(slice) !== undefined && slices.filter((other) => pairOf(other) === pairOf(slice)).length === 2,
  );
}

const MOST_PAIRED = 12;

/** One of each pair asks for a report: no more pairs than reports of one reason may be. */
function pairedOf(wanted: number): number {
  return Math.min(MOST_PAIRED, 2 * Math.max(1, Math.floor(wanted * MOST_OF_ONE_REASON)));
}

function inSeededOrder(tasks: readonly Task[], seed: number): readonly Task[] {
  return tasks
    .map((task) => ({ task, at: hash32(`${seed} ${task.id}`) }))
    .sort((a, b) => a.at - b.at)
    .map(({ task }) => task);
}

/** Proves episodes of a set's facts. */
export function proverFor(facts: EpisodeSetFacts, maxBytes: number): Prover {
  return createProver({
    model: facts.model,
    tools: facts.tools,
    start: startFor(facts),
    judge: createJudge(facts.model, facts.policies),
    policies: facts.policies ?? [],
    maxBytes,
  });
}

/** Starts episodes of a set. */
export function startFor(facts: Pick<EpisodeSetFacts, 'model' | 'tools'>): StartEpisode {
  return createStart({ model: facts.model, tools: facts.tools, createWorld });
}

export function createDraftOf(spec: WorldSpec): WorldDraft {
  return createDraft(spec.model, spec.patches, spec.startAt, spec.seed);
}
