import type { Episode } from '../../model/episode.ts';
import { indexModel } from '../../model/model-index.ts';
import type { OracleStep, Value } from '../../model/oracle.ts';
import type { ReportReason } from '../../model/report-reason.ts';
import type { OracleOptions } from '../oracle/oracle-options.ts';
import { seedOf, type Player } from '../player.ts';

type ReportStep = Extract<OracleStep, { kind: 'report' }>;

/** Ids a constant reporter names: of the record looked up last, of all looked up, or none. */
const PICKS = ['the record found', 'every record found', 'nothing'] as const;
/** Whether it reports when it has looked, or when it has also tried to write. */
const MOMENTS = ['look', 'try'] as const;

/**
 * Agents that do the reads of the task and then report one reason with one choice of evidence, whatever they saw.
 * Another reason than the right one, and any report where acting is right, earns 0: only the right reason is played.
 */
export function constantReports(
  player: Player,
  episode: Episode,
): readonly { readonly name: string; readonly reward: number }[] {
  const right = episode.goal.flatMap((atom) => (atom.kind === 'report' ? [atom.reason] : []));
  return right.flatMap((reason) =>
    MOMENTS.flatMap((moment) =>
      PICKS.map((pick) => {
        const { verdict } = player.play(episode, seedOf(episode, 0), (run) =>
          player.oracle(run, { without: ['check-conflict'], ...reporting(player, episode, reason, moment, pick) }),
        );
        return { name: `${moment}, then always ${reason} with ${pick}`, reward: verdict.reward ?? 0 };
      }),
    ),
  );
}

function reporting(
  player: Player,
  { oracle: { steps } }: Episode,
  reason: ReportReason,
  moment: (typeof MOMENTS)[number],
  pick: (typeof PICKS)[number],
): Pick<OracleOptions, 'edit' | 'whenStuck'> {
  const acts = steps.findIndex((step) => ['write', 'answer', 'report'].includes(step.kind));
  const end = acts < 0 ? steps.length - 1 : acts;
  const ids = steps.slice(0, end).flatMap((step): Value[] => {
    const path =
      step.kind === 'find' || step.kind === 'read'
        ? indexModel(player.parts.model).resource(step.resource)?.idPath
        : undefined;
    return path === undefined || !('as' in step) ? [] : [{ v: 'from', step: step.as, path }];
  });
  const evidence = pick === 'nothing' ? [] : pick === 'the record found' ? ids.slice(-1) : ids;
  const report: ReportStep = { kind: 'report', reason, evidence };
  return {
    edit: (step, at) => (at < end ? [step] : at > end ? [] : moment === 'try' ? [step, report] : [report]),
    whenStuck: report,
  };
}
