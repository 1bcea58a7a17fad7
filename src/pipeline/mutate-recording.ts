import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { toolsOf } from '../learn/tools-of.ts';
import { hash32 } from '../model/digest.ts';
import type { Episode, EpisodeDraft, EpisodeSetFacts } from '../model/episode.ts';
import type { Json } from '../model/json.ts';
import { indexModel } from '../model/model-index.ts';
import type { Task } from '../model/task.ts';
import type { Coverage } from '../mutate/coverage.ts';
import { CoveringArray } from '../mutate/covering-array.ts';
import { mutate } from '../mutate/mutate.ts';
import { ratesLike } from '../mutate/rates-like.ts';
import { bareDraft } from '../prove/episode/bare-draft.ts';
import type { Proving } from '../prove/create-prover.ts';
import { writeEpisodeSet } from '../store/set-store.ts';
import { checkOutput } from '../store/write-aside.ts';
import { createSplitter } from '../task/splitter.ts';
import { underPolicies } from '../task/under-policies.ts';
import { permuteModel } from '../world/permute-model.ts';
import { catalogueTowards } from './catalogue-towards.ts';
import { doableSlices } from './doable-slices.ts';
import { openExtended, type ExtendedSet } from './extended-set.ts';
import { learnRecording, type LearnedRecording } from './learn-recording.ts';
import { catalogueWith, obeyTheLaws } from './load-mutators.ts';
import { loadPolicies } from './load-policies.ts';
import type { MutateRecordingOptions, MutateResult } from './mutate-recording-options.ts';
import { offeredOn } from './offered-on.ts';
import { orderedTasks, pairedSlices } from './ordered-tasks.ts';
import { proverFor, createDraftOf } from './prover-for.ts';
import { SetCounts } from './set-counts.ts';
import { curatedTasks, tasksOf, tasksOfSession } from './tasks-of.ts';

/** Makes proven episodes of a recording and writes them as one set; where none can be made, nothing is written. */
export async function mutateRecording(options: MutateRecordingOptions): Promise<MutateResult> {
  const { onProgress } = options;
  checkOutput(options.out, { kind: 'episode-set', overwrite: options.overwrite });
  const { use = [] } = options;
  const catalogue = await catalogueWith(use);
  onProgress?.('learning the recording');
  const learned = learnRecording(options.recording);
  const earlier = typeof options.extend === 'string' ? openExtended(options.extend, learned) : null;
  try {
    const { towards = null } = options;
    const allowed = towards === null ? catalogue : catalogueTowards(catalogue, learned, towards);
    return await makeSet(options, { learned, catalogue: allowed, earlier });
  } finally {
    earlier?.close();
  }
}

interface Sources {
  readonly learned: LearnedRecording;
  readonly catalogue: Awaited<ReturnType<typeof catalogueWith>>;
  readonly earlier: ExtendedSet | null;
}

async function makeSet(
  options: MutateRecordingOptions,
  { learned, catalogue, earlier }: Sources,
): Promise<MutateResult> {
  const { onProgress, use = [] } = options;
  // The ids and names stay the earlier set's; what is drawn must be another draw.
  const worldSeed = earlier?.facts.seed ?? options.seed;
  const seed = earlier === null ? options.seed : hash32(`${options.seed} after ${earlier.digest}`);
  const policies =
    earlier !== null
      ? (earlier.facts.policies ?? [])
      : options.policy === null || options.policy === undefined
        ? []
        : await loadPolicies(options.policy, learned.model);
  const { tasks: all, refused: refusedTasks } =
    options.tasks === null || options.tasks === undefined
      ? tasksOf(learned, worldSeed)
      : curatedTasks(learned, options.tasks);
  const { session = null } = options;
  const made = session === null ? all : tasksOfSession(all, session, options.recording);
  const failed = learned.traced.find(({ id }) => id === session);
  const { tasks: recorded, refused: violating, paired } = underPolicies(learned.model, made, policies);
  const permuted = earlier?.permuted ?? permuteModel(learned.model, worldSeed);
  const facts: EpisodeSetFacts = {
    model: permuted.model,
    tools: toolsOf(permuted.model),
    seed: worldSeed,
    ...(policies.length > 0 && { policies }),
    recording: { name: learned.name, digest: learned.digest },
    ...(earlier !== null && { parent: { digest: earlier.digest, episodes: earlier.ids.size } }),
    options: {
      count: options.count,
      maxMutations: options.maxMutations,
      neutral: options.neutral,
      globs: [...options.globs],
      ...(session !== null && { session }),
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
  const startedAt = new Map(learned.traced.map((session) => [session.id, session.startedAt]));
  const splitOf = createSplitter(options.splits, options.splitBy, tasks, startedAt);
  const groupOf = ({ task, mutators }: EpisodeDraft): string =>
    splitOf(
      task,
      mutators.map(({ family }) => family),
    ) ?? SEVERAL_SPLITS;
  const counts = new SetCounts(options.splitBy, startedAt);
  const coverage: Record<string, Coverage> = {};
  const episodes = function* (): Generator<Episode> {
    for (const episode of earlier?.episodes() ?? []) {
      counts.add(episode);
      yield episode;
    }
    const wanted = Math.ceil(options.count / options.interfaces.length);
    for (const iface of options.interfaces) {
      const slices = doableSlices(prover, orderedTasks(tasks, paired, seed), iface, {
        wanted,
        refuse,
        onFound: (found) => onProgress?.(`${found} tasks can be done`),
      });
      const offered = offeredOn(iface, catalogue, options.globs, refuse);
      obeyTheLaws(offered, { model: facts.model, slices, createDraft: createDraftOf });
      const engine = {
        model: facts.model,
        slices,
        catalogue: offered,
        createDraft: createDraftOf,
        seed,
        globs: options.globs,
        groupOf,
        ...(options.level !== null && { level: options.level }),
        ...(failed !== undefined && {
          rates: ratesLike(failed, (id) => indexModel(learned.model).operation(id), offered),
        }),
      };
      const array = options.cover === 2 ? new CoveringArray(engine) : null;
      // Both sides of every rule's limit are in the set, undisturbed, whatever else is drawn.
      const pairs = pairedSlices(slices, paired, wanted).map(({ task }) =>
        bareDraft(task, hash32(`${seed} pair ${task.id}`)),
      );
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
        const split = groupOf(draft);
        const proving: Proving =
          split === SEVERAL_SPLITS ? { kind: 'refused', reason: SEVERAL_SPLITS } : prover.prove(draft, iface);
        outcome = proving.kind === 'proven' ? 'proven' : 'refused';
        array?.told(proving.kind === 'proven' ? null : proving.reason);
        if (proving.kind === 'refused') {
          const names = draft.plan.map(({ mutator }) => mutator).join('+') || 'neutral';
          refuse(split === SEVERAL_SPLITS ? SEVERAL_SPLITS : `${names}: ${proving.reason}`);
          continue;
        }
        if (earlier?.ids.has(proving.episode.id) === true) {
          refuse('in the extended set already');
          continue;
        }
        made += 1;
        const episode = { ...proving.episode, split };
        counts.add(episode);
        onProgress?.(`${counts.episodes - (earlier?.ids.size ?? 0)} of ${options.count} episodes proven`);
        yield episode;
      }
      if (array !== null) coverage[iface] = array.report();
    }
  };
  const proven = episodes();
  const first = proven.next();
  // A set of nothing is of no use, and would stand in the way of the next try.
  const written =
    first.done === true
      ? { tasks: 0, digest: createHash('sha256').digest('hex') }
      : await writeEpisodeSet(options.out, facts, chained(first.value, proven), { overwrite: options.overwrite });
  return {
    episodes: counts.episodes,
    families: counts.families,
    mutators: counts.mutators,
    splits: counts.splits,
    kept: earlier?.ids.size ?? 0,
    overlap: counts.overlap(),
    tasks: written.tasks,
    refused,
    ...(options.cover === 2 && { coverage }),
    digest: written.digest,
  };
}

function* chained<T>(first: T, rest: Iterable<T>): Generator<T> {
  yield first;
  yield* rest;
}

/** Why a draft is refused whose mutations belong to splits apart. */
const SEVERAL_SPLITS = 'families of several splits';
