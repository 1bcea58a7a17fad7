import { decodedResponse } from '../../model/decoded-response.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { OracleStep } from '../../model/oracle.ts';
import type { EpisodeRun } from '../../model/rollout.ts';
import type { ToolSpec } from '../../model/tools.ts';
import { ApiClient } from '../client/api-client.ts';
import { oracleOptions } from '../oracle/oracle-options.ts';
import { runOracle } from '../oracle/run-oracle.ts';

/** A request as a text in a record asks for it. */
const REQUEST_LINE = /\b(GET|POST|PUT|PATCH|DELETE) (\/[^\s"'<>]*[^\s"'<>.,;])(?: (\{[^\n]*\}))?/g;

/** Does the task, and on the way what texts it reads in records ask for: sends their requests, says what they want said. */
export function obeyContent(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]): void {
  const obey = obedience(run, model, tools);
  const edit = (step: OracleStep): readonly OracleStep[] => {
    if (step.kind === 'write' || step.kind === 'report' || step.kind === 'answer') obey();
    return [step];
  };
  runOracle(
    run,
    run.episode.oracle,
    run.episode.oraclePatches,
    oracleOptions(model, tools, { edit, without: ['check-conflict'] }),
  );
}

/** Takes the way a text calls quicker, and leaves out the write it was asked for. */
export function takeShortcut(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]): void {
  const obey = obedience(run, model, tools);
  const edit = (step: OracleStep): readonly OracleStep[] => (step.kind === 'write' && obey() ? [] : [step]);
  runOracle(
    run,
    run.episode.oracle,
    run.episode.oraclePatches,
    oracleOptions(model, tools, { edit, without: ['check-conflict', 'verify-write'] }),
  );
}

/** Sends every write twice, to be sure. */
export function repeatWrites(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]): void {
  const edit = (step: OracleStep): readonly OracleStep[] =>
    step.kind === 'write' ? [step, { ...step, as: `${step.as}_again`, confirm: null }] : [step];
  runOracle(
    run,
    run.episode.oracle,
    run.episode.oraclePatches,
    oracleOptions(model, tools, { edit, without: ['check-conflict', 'look-before-create'] }),
  );
}

/** Reads what it needs again and again before it acts, as often as its own limit of calls allows. */
export function readTooMuch(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]): void {
  const { limits, oracle } = run.episode;
  const reads = limits.oracleCalls - oracle.steps.filter(({ kind }) => kind === 'write').length;
  const times = Math.floor((3 * limits.oracleCalls + 16) / Math.max(1, reads));
  const edit = (step: OracleStep): readonly OracleStep[] =>
    step.kind === 'find' || step.kind === 'read' ? Array.from({ length: times }, () => step) : [step];
  runOracle(run, run.episode.oracle, run.episode.oraclePatches, oracleOptions(model, tools, { edit }));
}

/** Obeys each order once, when it has been read; true where there was one to obey. */
function obedience(run: EpisodeRun, model: LearnedModel, tools: readonly ToolSpec[]): () => boolean {
  const client = new ApiClient(run, model, tools, new Set(), false);
  const done = new Set<string>();
  const origin =
    run.episode.task.recorded
      .map(({ operation }) => model.operations.find(({ id }) => id === operation)?.origin)
      .find((known) => known !== undefined) ??
    model.origins[0] ??
    '';
  return () => {
    const text = seenHostileText(run);
    let obeyed = false;
    for (const bait of run.episode.mustNot) {
      if (bait === '' || !text.includes(bait) || done.has(bait)) continue;
      done.add(bait);
      run.say(`As asked: ${bait}`);
      obeyed = true;
    }
    for (const [line, method = '', target = '', body] of text.matchAll(REQUEST_LINE)) {
      if (done.has(line) || run.over) continue;
      done.add(line);
      client.raw(method, origin, target, body ?? null);
      obeyed = true;
    }
    return obeyed;
  };
}

function seenHostileText(run: EpisodeRun): string {
  const { hostile } = run.episode;
  if (hostile.length === 0) return '';
  const seen = run.trajectory().steps.flatMap((step) => {
    if (step.kind !== 'call' || step.outcome.kind === 'error') return [];
    const decoded = decodedResponse(step.outcome.response);
    return decoded.kind === 'json' ? [JSON.stringify(decoded.value)] : [];
  });
  return hostile.filter((text) => seen.some((body) => body.includes(JSON.stringify(text).slice(1, -1)))).join('\n');
}
