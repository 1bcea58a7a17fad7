import type { Json, JsonObject } from '../model/json.ts';
import type { RunStatistics } from '../report/statistics.ts';

/** The JSON fields of a run, as the contract names them. */
export function statisticsFields(statistics: RunStatistics): JsonObject {
  const {
    episodes,
    rollouts,
    pass,
    passHatK,
    meanReward,
    interval,
    demo,
    production,
    expected,
    resilience,
    byFamily,
    byMutator,
    environmentFailures,
    unverified,
    bounds,
  } = statistics;
  return {
    episodes,
    rollouts,
    pass,
    passHatK,
    meanReward,
    interval,
    demo,
    production,
    expected,
    resilience,
    byFamily,
    byMutator,
    environmentFailures,
    unverified,
    bounds,
  } as unknown as Record<string, Json>;
}
