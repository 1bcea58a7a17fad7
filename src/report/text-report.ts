import type { Rate } from './rate.ts';
import type { RolloutFacts } from './rollout-facts.ts';
import type { RunStatistics } from './statistics.ts';

const WORST_CHECKS = 5;
/** Rows of a table that still leave the verdict on the screen. */
const WORST_MUTATORS = 12;

/** A run for people: the sentence first, then families, then where to look. */
export function textReport(statistics: RunStatistics, rollouts: readonly RolloutFacts[], run: string | null): string {
  const {
    demo,
    production,
    pass,
    resilience,
    expected,
    meanReward,
    interval,
    bounds,
    environmentFailures,
    unverified,
  } = statistics;
  const hats = Object.entries(statistics.passHatK).filter(([k]) => k !== '1');
  const failures = rollouts.filter(({ reward, pass: passed }) => reward !== null && !passed);
  const show =
    run === null
      ? 'Keep the rollouts with --out RUN to look into failures.'
      : `Look into one: offscript show ${run} ${failures[0]?.id ?? rollouts[0]?.id ?? 'ROLLOUT'}`;
  return [
    `${statistics.rollouts} rollouts of ${statistics.episodes} episodes: ${percent(pass)} pass.`,
    '',
    `  demo (neutral)        ${percent(demo)}`,
    `  production (mutated)  ${percent(production)}`,
    `  resilience            ${resilience === null ? 'not known' : resilience.toFixed(2)}`,
    `  expected in traffic   ${percent(expected)}`,
    `  mean reward           ${meanReward === null ? 'none' : meanReward.toFixed(3)}${interval === null ? '' : ` (${interval.map((bound) => bound.toFixed(3)).join(' to ')})`}`,
    ...hats.map(([k, chance]) => `  pass^${k.padEnd(17)}${(chance * 100).toFixed(1)} %`),
    `  environment failures  ${environmentFailures}${environmentFailures === 0 ? '' : ` (pass between ${plain(bounds.taintedFail)} and ${plain(bounds.taintedPass)} with them)`}`,
    `  unverified answers    ${(unverified * 100).toFixed(2)} % of calls`,
    '',
    ...table('family', statistics.byFamily, expected.weights),
    '',
    ...worstMutators(statistics.byMutator),
    ...reasonLines(failures),
    show,
  ].join('\n');
}

/** `81.2 % (74.1 to 86.7, n 133)` */
export function percent({ rate, low, high, n }: Rate): string {
  if (rate === null) return 'none played';
  return `${plain(rate)} (${((low ?? 0) * 100).toFixed(1)} to ${((high ?? 0) * 100).toFixed(1)}, n ${n})`;
}

function plain(share: number | null): string {
  return share === null ? 'none' : `${(share * 100).toFixed(1)} %`;
}

/** @param weights shares of the recorded traffic; a column of its own */
function table(
  head: string,
  rates: Readonly<Record<string, Rate>>,
  weights: Readonly<Record<string, number>> = {},
): readonly string[] {
  const rows = Object.entries(rates);
  if (rows.length === 0) return [];
  const width = Math.max(head.length, ...rows.map(([name]) => name.length));
  const weighed = Object.keys(weights).length > 0;
  const lines = rows.map(([name, rate]) => [name.padEnd(width), percent(rate), plain(weights[name] ?? 0)] as const);
  const wide = Math.max(...lines.map(([, pass]) => pass.length));
  return [
    `  ${head.padEnd(width)}  ${weighed ? `${'pass'.padEnd(wide)}  share of recorded traffic` : 'pass'}`,
    ...lines.map(([name, pass, share]) => `  ${name}  ${weighed ? `${pass.padEnd(wide)}  ${share}` : pass}`),
  ];
}

/** Surest failures first: by the upper end of the interval, so that one lost episode does not stand above many. */
function worstMutators(rates: Readonly<Record<string, Rate>>): readonly string[] {
  const sorted = Object.entries(rates).sort(
    ([leftName, left], [rightName, right]) =>
      (left.high ?? 1) - (right.high ?? 1) || (left.rate ?? 1) - (right.rate ?? 1) || (leftName < rightName ? -1 : 1),
  );
  const rest = sorted.slice(WORST_MUTATORS);
  const passed = rest.filter(([, { rate }]) => rate === 1).length;
  return [
    ...table('mutator', Object.fromEntries(sorted.slice(0, WORST_MUTATORS))),
    ...(rest.length === 0
      ? []
      : [`  and ${rest.length} more, ${passed} of them passed every time: see --json or --html FILE`]),
  ];
}

function reasonLines(failures: readonly RolloutFacts[]): readonly string[] {
  if (failures.length === 0) return [''];
  const counts = new Map<string, number>();
  for (const { failed, end } of failures)
    for (const reason of end === 'broke' ? ['broke down'] : failed) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const most = [...counts].sort(([, left], [, right]) => right - left).slice(0, WORST_CHECKS);
  return ['', `Most failed checks: ${most.map(([reason, count]) => `${reason} ${count}`).join(', ')}.`];
}
