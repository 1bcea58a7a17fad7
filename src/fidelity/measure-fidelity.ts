/**
 * How faithful a simulation learned from this recording is: some sessions are held out, the world is learned from the
 * rest, and the held-out requests are sent to it and to two baselines. Operations the training met and those it did not
 * are counted apart, since nothing can be known of the latter.
 */
import { leavesOf } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { TracedSession } from '../model/trace.ts';
import type { Session, SessionHeader } from '../model/recording.ts';
import type { CreateWorld, RecordedAnswers } from '../model/world.ts';
import { AnswerShapes } from './answer-shapes.ts';
import { Baselines } from './baselines.ts';
import { NEW_ID } from './compare-answers.ts';
import { figuresOf, type CallResult, type Figures } from './figures.ts';
import { KnownState } from './known-state.ts';
import type { Player } from './player.ts';
import { replaySession, type HeldOutSession } from './replay-session.ts';
import { foldSessions, lastSessions, type HeldOut } from './split-sessions.ts';
import { weakestOf, type WeakOperation } from './weakest.ts';

/** The stages it joins; it imports none of them. */
export interface FidelityTools {
  readonly learn: (sessions: () => Iterable<Session>) => LearnedModel;
  readonly traceSession: (model: LearnedModel, session: Session) => TracedSession;
  readonly createWorld: CreateWorld;
  /** What those sessions recorded, to be served where nothing it depends on differs. */
  readonly recordedAnswers: (
    model: LearnedModel,
    sessions: () => Iterable<Session>,
  ) => RecordedAnswers & { readonly size: number };
}

export interface FidelityOptions {
  /** Share of the sessions, the latest by time. */
  readonly holdout: number;
  /** Instead: each session held out once, in this many splits. */
  readonly folds: number | null;
  readonly seed: number;
  readonly onProgress?: (text: string) => void;
}

/** `too thin`: fewer than 30 judged calls on known operations, or fewer than 10 reads that had to show a write. */
export type FidelityVerdict = 'too thin' | 'faithful' | 'usable' | 'poor';

export interface FidelityReport {
  readonly heldOut: {
    readonly sessions: number;
    readonly interactions: number;
    /** Met for the first time, so that the session's own answer defined them; such calls are not judged. */
    readonly unknownEntities: number;
    /** Known before, but gone by the session's own word. */
    readonly goneEntities: number;
    /** Fields that somebody unrecorded had changed; not judged. */
    readonly driftedFields: number;
  };
  readonly seen: Figures;
  readonly unseen: Figures;
  /** On the calls of `seen`. */
  readonly baselines: { readonly exactReplay: Figures; readonly templateReplay: Figures };
  readonly weakest: readonly WeakOperation[];
  readonly verdict: FidelityVerdict;
}

const MIN_CALLS = 30;
const MIN_PROBES = 10;
const WEAKEST_SHOWN = 12;

export function measureFidelity(
  sessions: () => Iterable<Session>,
  options: FidelityOptions,
  tools: FidelityTools,
): FidelityReport {
  const headers: SessionHeader[] = [];
  for (const { interactions, ...header } of sessions()) if (interactions.length > 0) headers.push(header);
  const splits =
    options.folds === null
      ? lastSessions(headers, options.holdout)
      : foldSessions(headers, options.folds, options.seed);
  const sums = createSums();
  for (const [index, split] of splits.entries()) {
    options.onProgress?.(
      `learning without ${split.size} of ${headers.length} sessions${splits.length > 1 ? ` (${index + 1} of ${splits.length})` : ''}`,
    );
    measureSplit(sums, split, sessions, options, tools);
  }
  return reportOf(sums);
}

interface Sums {
  sessions: number;
  interactions: number;
  unknownEntities: number;
  goneEntities: number;
  driftedFields: number;
  readonly world: CallResult[];
  readonly exact: CallResult[];
  readonly template: CallResult[];
  readonly trained: Map<string, number>;
}

function createSums(): Sums {
  return {
    sessions: 0,
    interactions: 0,
    unknownEntities: 0,
    goneEntities: 0,
    driftedFields: 0,
    world: [],
    exact: [],
    template: [],
    trained: new Map(),
  };
}

function measureSplit(
  sums: Sums,
  heldOut: HeldOut,
  sessions: () => Iterable<Session>,
  { seed, onProgress }: FidelityOptions,
  tools: FidelityTools,
): void {
  const model = tools.learn(() => without(sessions(), heldOut));
  for (const { id, count } of model.operations) sums.trained.set(id, Math.max(count, sums.trained.get(id) ?? 0));
  const baselines = new Baselines();
  const shapes = new AnswerShapes();
  for (const session of without(sessions(), heldOut)) {
    const traced = tools.traceSession(model, session);
    baselines.learn(session, traced);
    for (const [index, { outcome }] of session.interactions.entries()) {
      const operation = traced.steps[index]?.operation ?? null;
      if (operation !== null && outcome.kind === 'response') shapes.add(operation, outcome.response);
    }
  }
  const base = knownTexts(model);
  const answers = tools.recordedAnswers(model, () => without(sessions(), heldOut));
  const state = new KnownState(model);
  const chosen = [...sessions()].filter(({ id, interactions }) => heldOut.has(id) && interactions.length > 0);
  chosen.sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
  for (const [index, session] of chosen.entries()) {
    onProgress?.(`replaying session ${index + 1} of ${chosen.length}`);
    const traced = tools.traceSession(model, session);
    const truth = state.truthOf(session, traced);
    const held: HeldOutSession = { session, traced, truth };
    const stated = textsOf(truth.patches.flatMap((patch) => (patch.p === 'put' ? [patch.entity.doc] : [])));
    const isKnown = (text: string): boolean => base.has(text) || stated.has(text);
    const startAt = session.interactions[0]?.timing.requestAt ?? session.startedAt;
    const changed = truth.patches.flatMap((patch) =>
      patch.p === 'put' ? [patch.entity.key] : patch.p === 'set' || patch.p === 'remove' ? [patch.key] : [],
    );
    const recorded = { answers, from: answers.size, changed };
    const world = tools.createWorld({ model, patches: truth.patches, seed, startAt, recorded });
    sums.world.push(...replaySession(held, model, worldPlayer(world), shapes, isKnown));
    sums.exact.push(...replaySession(held, model, baselines.exactReplay(), shapes, isKnown));
    sums.template.push(...replaySession(held, model, baselines.templateReplay(), shapes, isKnown));
    sums.sessions += 1;
    sums.interactions += session.interactions.length;
    sums.unknownEntities += truth.unknownEntities;
    sums.goneEntities += truth.goneEntities;
    sums.driftedFields += truth.driftedFields;
    state.pass(traced);
  }
}

function worldPlayer(world: ReturnType<CreateWorld>): Player {
  return {
    answer: (request, at) => {
      const { outcome, noAnswer, unverified } = world.handle(request, at);
      const response =
        outcome.kind === 'response' ? outcome.response : { status: 0, headers: [], body: new Uint8Array() };
      return { response, noAnswer, unverified };
    },
  };
}

function reportOf({
  sessions,
  interactions,
  unknownEntities,
  goneEntities,
  driftedFields,
  world,
  exact,
  template,
  trained,
}: Sums): FidelityReport {
  const isSeen = ({ operation }: CallResult): boolean => operation !== null;
  const seen = figuresOf(world.filter(isSeen));
  return {
    heldOut: { sessions, interactions, unknownEntities, goneEntities, driftedFields },
    seen,
    unseen: figuresOf(world.filter((result) => !isSeen(result))),
    baselines: { exactReplay: figuresOf(exact.filter(isSeen)), templateReplay: figuresOf(template.filter(isSeen)) },
    weakest: weakestOf(world, trained, WEAKEST_SHOWN),
    verdict: verdictOf(seen),
  };
}

function verdictOf({ calls, status, shape, fields, readYourWrites }: Figures): FidelityVerdict {
  if (calls < MIN_CALLS || readYourWrites.probes < MIN_PROBES) return 'too thin';
  const least = Math.min(status ?? 0, shape ?? 0, fields ?? 0);
  if (least >= 0.95 && readYourWrites.violations === 0) return 'faithful';
  return least >= 0.8 && readYourWrites.violations <= readYourWrites.probes * 0.02 ? 'usable' : 'poor';
}

function* without(sessions: Iterable<Session>, heldOut: HeldOut): Generator<Session> {
  for (const session of sessions) if (!heldOut.has(session.id)) yield session;
}

/** Every text of the recorded state: what may stand in an answer without being new. */
function knownTexts(model: LearnedModel): ReadonlySet<string> {
  return textsOf([...model.base.entities, ...model.base.deleted].map(({ doc }) => doc));
}

function textsOf(docs: readonly Parameters<typeof leavesOf>[0][]): ReadonlySet<string> {
  const texts = new Set<string>();
  for (const doc of docs)
    for (const { value } of leavesOf(doc))
      if (typeof value === 'string' || (typeof value === 'number' && value >= NEW_ID)) texts.add(String(value));
  return texts;
}
