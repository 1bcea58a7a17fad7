/**
 * `npm run soak:worlds`: long runs of the lockstep client, counting broken laws only (read-your-writes, coherence).
 * Environment: SOAK_CALLS (20,000 on each API), SOAK_APIS (names, comma separated), SOAK_SEED.
 */
import { expect, it } from 'vitest';
import { measureApi } from '../support/lockstep/measure-api.ts';
import { summaryOf, violationLine } from '../support/lockstep/tables.ts';
import { REFERENCE_APIS } from '../support/reference-apis/reference-apis.ts';

const calls = Number(process.env['SOAK_CALLS'] ?? 20_000);
const seed = Number(process.env['SOAK_SEED'] ?? 1);
const wanted = process.env['SOAK_APIS']?.split(',');
const PROBES = 1000;

const apis = REFERENCE_APIS.filter(({ name }) => wanted?.includes(name) ?? true);

it.each(apis.map((api) => [api.name, api] as const))('%s', { timeout: 1_800_000 }, (name, api) => {
  const runs = Math.ceil(calls / PROBES);
  const { outcomes } = measureApi(api, { sessions: 60, seeds: [seed], runs, probes: PROBES });
  const summary = summaryOf(outcomes);
  const broken = Object.values(summary.violations).reduce((sum, count) => sum + count, 0);
  process.stdout.write(
    `\n${name}: ${summary.all.calls} calls, ${summary.coherenceProbes} probes of the laws: ${violationLine(summary)}\n`,
  );
  for (const { law, what } of outcomes.flatMap(({ coherence }) => coherence.violations).slice(0, 3))
    process.stdout.write(`  ${law}: ${what.slice(0, 600)}\n`);
  expect(broken).toBe(0);
});
