import type { Episode } from '../model/episode.ts';
import { shortened } from './step-text.ts';

/** One episode on one screen. */
export function showEpisode(episode: Episode, set: string, origins: readonly string[] = []): string {
  const { limits, proof } = episode;
  const biting =
    proof.bite === null
      ? 'neutral or benign: nothing has to bite'
      : `${proof.bite.policy} wins the neutral twin and fails here on ${proof.bite.failed.join(', ')}`;
  const rewards = proof.baselines.map(({ reward }) => reward);
  return [
    `Episode ${episode.id}  ${episode.family} · ${episode.interface} · ${episode.split} · task ${episode.task.id} (${episode.task.kind}, workflow ${episode.task.workflow})`,
    '',
    'Instruction',
    indented(episode.instruction),
    ...(Object.keys(episode.inputs).length === 0 ? [] : [`  inputs: ${JSON.stringify(episode.inputs)}`]),
    ...(episode.policy === '' ? [] : ['', 'Policy', indented(episode.policy)]),
    '',
    'What is different from the recorded world',
    ...mutationLines(episode, origins),
    '',
    'What a right agent does',
    ...oracleLines(episode),
    '',
    'Proof',
    `  oracle: ${proof.oracle.map(({ reward }) => reward).join(', ') || 'none'} on ${proof.oracle.length} seeds, ${limits.oracleCalls} calls, ${limits.oracleWrites} writes (budget ${limits.calls} calls)`,
    `  bite: ${biting}`,
    `  baselines: at most ${rewards.length === 0 ? 0 : Math.max(...rewards)} over ${rewards.length}; mutants that still win: ${proof.mutants.filter(({ reward, equivalent }) => reward === 1 && !equivalent).length} of ${proof.mutants.length}`,
    '',
    `Play it: offscript replay ${set} --episode ${episode.id} --agent AGENT.js`,
  ].join('\n');
}

export function mutationLines({ mutators }: Episode, origins: readonly string[]): readonly string[] {
  if (mutators.length === 0) return ['  nothing: this is a neutral episode'];
  return mutators.map(
    ({ id, explain, summary }) => `  ${plainWords(explain === '' ? summary : explain, origins)}  [${id}]`,
  );
}

/** Where all is on one origin, its name is left out. */
export function plainWords(text: string, origins: readonly string[]): string {
  const [origin] = origins.length === 1 ? origins : [];
  return origin === undefined ? text : text.replaceAll(`${origin}/`, '/');
}

function oracleLines({ oracle, oraclePatches }: Episode): readonly string[] {
  const steps = oracle.steps.map((step) => {
    switch (step.kind) {
      case 'find':
        return `  find ${step.resource} by ${step.where.map(({ path }) => path.join('.')).join(', ') || 'position'} (${step.operation})`;
      case 'read':
      case 'write':
        return `  ${step.kind} ${step.operation}`;
      case 'report':
        return `  report ${step.reason}`;
      case 'answer':
        return '  answer';
    }
  });
  return [...steps, ...oraclePatches.map((patch) => `  here: ${shortened(JSON.stringify(patch), 120)}`)];
}

export function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
