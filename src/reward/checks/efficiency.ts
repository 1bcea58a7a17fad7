import { failed, isWrite, passed, type Check } from '../case.ts';

/** 1 inside the allowance, then falling to 0 at the budget of calls: extra reads inside it change nothing. */
export const efficiency: Check = {
  name: 'efficiency',
  hard: false,
  judge: (subject) => {
    const { limits } = subject.episode;
    const calls = subject.calls.length;
    const writes = subject.calls.filter((call) => isWrite(subject, call)).length;
    const over = Math.max(
      share(calls, 2 * limits.oracleCalls + 5, limits.calls),
      share(writes, 2 * limits.oracleAttempts + 2, limits.calls),
    );
    const score = 1 - over;
    return score === 1
      ? { ...passed(`${calls} calls, ${writes} of them writes`), score }
      : {
          ...failed(
            `${calls} calls and ${writes} write attempts where ${limits.oracleCalls} and ${limits.oracleAttempts} do`,
            [],
          ),
          score,
        };
  },
};

function share(used: number, allowed: number, most: number): number {
  if (used <= allowed) return 0;
  return most <= allowed ? 1 : Math.min(1, (used - allowed) / (most - allowed));
}
