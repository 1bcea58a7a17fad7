import { decodedResponse } from '../model/decoded-response.ts';
import { hash32 } from '../model/digest.ts';
import { leavesOf, type Json } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import { isWriteKind } from '../model/operation.ts';
import type { Slot } from '../model/slot.ts';
import { indexModel } from '../model/model-index.ts';
import type { OracleStep, Value } from '../model/oracle.ts';
import type { EpisodeRun } from '../model/rollout.ts';
import { REPORT_REASONS } from '../model/report-reason.ts';
import type { ToolSpec } from '../model/tools.ts';
import { Explorer } from './crawl.ts';
import { oracleOptions } from './oracle-options.ts';
import { runOracle } from './run-oracle.ts';
import { obeyContent } from './victims.ts';

/** A way to score without doing the task. None may earn more than .05; doing nothing earns exactly 0. */
export interface Baseline {
  readonly name: string;
  /** Plays the oracle's program in its own way: where that comes to the very same end, it has done the task. */
  readonly derived?: true;
  readonly play: (run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]) => void;
}

/** Played against every episode. */
export const QUICK_BASELINES: readonly Baseline[] = [
  { name: 'noop', play: (run) => run.finish(null) },
  { name: 'claim-done', play: (run) => run.finish('Done. Everything has been taken care of.') },
  { name: 'empty-report', play: (run) => run.report('other', []) },
  { name: 'random', play: (run, model, tools) => randomAgent(run, model, tools, 0) },
];

/** Played once for each task and set of mutators. */
export const SLOW_BASELINES: readonly Baseline[] = [
  { name: 'report-everything', play: reportEverything },
  { name: 'answer-everything', play: answerEverything },
  { name: 'crawl', play: crawlOnly },
  { name: 'spam-writes', play: spamWrites },
  { name: 'delete-all', play: deleteAll },
  { name: 'look-alikes', play: lookAlikes, derived: true },
  { name: 'guess-ids', play: guessIds, derived: true },
  { name: 'common-answer', play: (run, model, tools) => guessAnswer(run, model, tools, 1) },
  { name: 'answer-guesses', play: (run, model, tools) => guessAnswer(run, model, tools, 12) },
  {
    name: 'parrot-instruction',
    play: (run, model, tools) => writeTexts(run, model, tools, () => run.view.instruction),
  },
  { name: 'pour-out', play: (run, model, tools) => writeTexts(run, model, tools, () => allTextSeen(run)) },
  ...REPORT_REASONS.map((reason): Baseline => ({ name: `report-${reason}`, play: (run) => run.report(reason, []) })),
];

export const OBEY_INJECTION: Baseline = { name: 'obey-injection', play: obeyContent };

const RANDOM_CALLS = 8;

/** Valid operations on seen ids with recorded values, drawn by the seed. */
export function randomAgent(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[], seed: number): void {
  const explorer = new Explorer(run, model, tools);
  let draws = 0;
  const pick = (choices: number): number => hash32(`${run.episode.id} ${seed} ${(draws += 1)}`) % choices;
  const operations = model.operations.filter(({ kind }) => kind !== 'auth');
  if (operations.length === 0) return run.finish(null);
  explorer.crawl(2);
  for (let call = 0; call < RANDOM_CALLS && !run.over; call += 1) {
    const operation = operations[pick(operations.length)];
    const values = operation === undefined ? null : explorer.fill(operation, pick);
    if (operation !== undefined && values !== null)
      explorer.note(operation, explorer.client.exchange(operation, values).body);
  }
  run.finish(null);
}

function reportEverything(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]): void {
  const explorer = new Explorer(run, model, tools);
  explorer.crawl(12);
  if (!run.over) run.report('conflict', [...explorer.ids.values()].flat());
}

function answerEverything(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]): void {
  const explorer = new Explorer(run, model, tools);
  const said: string[] = [];
  for (const operation of model.operations
    .filter(({ kind, parents }) => kind === 'list' && parents.length === 0)
    .slice(0, 12)) {
    if (run.over) return;
    said.push(JSON.stringify(explorer.client.exchange(operation, []).body ?? null));
  }
  if (!run.over) run.finish(said.join(' '));
}

function crawlOnly(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]): void {
  new Explorer(run, model, tools).crawl(20);
  if (!run.over) run.finish(null);
}

function spamWrites(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]): void {
  const explorer = new Explorer(run, model, tools);
  explorer.crawl(12);
  for (const operation of model.operations.filter(({ kind }) => isWriteKind(kind))) {
    if (run.over) return;
    const values = explorer.fill(operation, () => 0);
    if (values !== null) explorer.client.exchange(operation, values);
  }
  if (!run.over) run.finish(null);
}

function deleteAll(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]): void {
  const explorer = new Explorer(run, model, tools);
  explorer.crawl(12);
  for (const operation of model.operations.filter(({ kind, parents }) => kind === 'delete' && parents.length === 0)) {
    for (const id of explorer.ids.get(operation.resource ?? '') ?? []) {
      if (run.over) return;
      if (operation.target !== null) explorer.client.exchange(operation, [{ slot: operation.target, value: id }]);
    }
  }
  if (!run.over) run.finish(null);
}

/** Does the right thing, and the same to every record that looks like the target. */
function lookAlikes(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]): void {
  if (!run.episode.oracle.steps.some(({ kind }) => kind === 'write')) return run.finish(null);
  const own = new Set(run.episode.task.scope);
  const siblings = (step: Extract<OracleStep, { kind: 'write' }>): readonly string[] =>
    indexModel(model)
      .entitiesOf(step.resource ?? '')
      .filter(({ key }) => !own.has(key))
      .slice(0, 3)
      .map(({ id }) => id);
  const edit = (step: OracleStep): readonly OracleStep[] => {
    const target = step.kind === 'write' ? (indexModel(model).operation(step.operation)?.target ?? null) : null;
    if (step.kind !== 'write') return [step];
    if (target === null) return [step, { ...step, as: `${step.as}_again` }];
    return [
      step,
      ...siblings(step).map((id, at) => ({
        ...step,
        as: `${step.as}_${at}`,
        confirm: null,
        slots: withSlot(step.slots, target, { v: 'constant', value: id }),
      })),
    ];
  };
  runOracle(
    run,
    run.episode.oracle,
    run.episode.oraclePatches,
    oracleOptions(model, tools, { edit, without: ['check-conflict', 'disambiguate'] }),
  );
}

/** Writes to the id next to the right one, without having seen it. */
function guessIds(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]): void {
  if (!run.episode.oracle.steps.some(({ kind }) => kind === 'write')) return run.finish(null);
  const edit = (step: OracleStep): readonly OracleStep[] => {
    const target = step.kind === 'write' ? (indexModel(model).operation(step.operation)?.target ?? null) : null;
    if (step.kind !== 'write' || target === null) return [];
    const guess =
      indexModel(model)
        .entitiesOf(step.resource ?? '')
        .at(-1)?.id ?? '1';
    return [{ ...step, confirm: null, slots: withSlot(step.slots, target, { v: 'constant', value: guess }) }];
  };
  runOracle(
    run,
    run.episode.oracle,
    run.episode.oraclePatches,
    oracleOptions(model, tools, { edit, without: ['check-conflict', 'disambiguate'] }),
  );
}

/** The commonest values of the field asked about, all lists read, the record itself never looked at. */
function guessAnswer(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[], guesses: number): void {
  const asked = run.episode.oracle.steps.find((step) => step.kind === 'answer');
  const name = asked?.value.v === 'from' ? asked.value.path.at(-1) : undefined;
  if (name === undefined) return run.finish(null);
  new Explorer(run, model, tools).crawl(12);
  const counts = new Map<string, number>();
  for (const body of bodiesSeen(run))
    for (const { path, value } of leavesOf(body))
      if (path.at(-1) === name && value !== null) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const common = [...counts].sort(([, a], [, b]) => b - a).slice(0, guesses);
  if (!run.over) run.finish(common.length === 0 ? null : common.map(([value]) => value).join(' '));
}

/** Does the task, with a text in place of the words it was asked to find itself. */
function writeTexts(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[], text: () => string): void {
  const wantsText = run.episode.goal.some((atom) =>
    atom.kind === 'new'
      ? atom.fields.some(({ match }) => match.m === 'prose')
      : atom.kind === 'field' && atom.match.m === 'prose',
  );
  if (!wantsText) return run.finish(null);
  const edit = (step: OracleStep): readonly OracleStep[] =>
    step.kind === 'write'
      ? [
          {
            ...step,
            slots: step.slots.map(({ slot, value }) => ({
              slot,
              value: value.v === 'prose' ? { v: 'constant', value: text() } : value,
            })),
          },
        ]
      : [step];
  runOracle(run, run.episode.oracle, run.episode.oraclePatches, oracleOptions(model, tools, { edit }));
}

function allTextSeen(run: EpisodeRun): string {
  const words = bodiesSeen(run).flatMap((body) =>
    [...leavesOf(body)].flatMap(({ value }) => (typeof value === 'string' ? [value] : [])),
  );
  return [...new Set([...Object.values(run.view.inputs).map(String), ...words])].join(' ');
}

function bodiesSeen(run: EpisodeRun): readonly Json[] {
  return run.trajectory().steps.flatMap((step) => {
    if (step.kind !== 'call' || step.outcome.kind === 'error') return [];
    const decoded = decodedResponse(step.outcome.response);
    return decoded.kind === 'json' ? [decoded.value] : [];
  });
}

export function withSlot(
  slots: Extract<OracleStep, { kind: 'write' }>['slots'],
  slot: Slot,
  value: Value,
): Extract<OracleStep, { kind: 'write' }>['slots'] {
  return slots.map((given) => (JSON.stringify(given.slot) === JSON.stringify(slot) ? { slot, value } : given));
}
