/**
 * `npm run fidelity`: lockstep differential fuzzing of the learned world on every reference API, beside the baselines.
 * Environment: FIDELITY_APIS (names, comma separated), FIDELITY_RUNS and FIDELITY_PROBES (streams and probes in each),
 * FIDELITY_SEEDS (recordings), FIDELITY_SESSIONS (60), FIDELITY_OUT (folder for the mismatches with examples).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'vitest';
import { detailsOf } from '../support/lockstep/details.ts';
import { exactReplayOf, measureApi, templateReplayOf } from '../support/lockstep/measure-api.ts';
import type { MeasureOptions } from '../support/lockstep/measure-api.ts';
import type { LockstepOutcome } from '../support/lockstep/run-lockstep.ts';
import { classTable, operationTable, summaryOf, summaryTable, violationLine } from '../support/lockstep/tables.ts';
import { REFERENCE_APIS } from '../support/reference-apis/reference-apis.ts';

/** Not looked at while the learner is tuned: their details are kept apart, and only their totals are printed. */
const BLIND = new Set(['rpc', 'split', 'lodge', 'depot', 'billing', 'forge', 'agenda']);

const out = process.env['FIDELITY_OUT'] ?? join(tmpdir(), 'fidelity');
const wanted = process.env['FIDELITY_APIS']?.split(',');
const options: MeasureOptions = {
  sessions: numberFrom('FIDELITY_SESSIONS', 60),
  seeds: (process.env['FIDELITY_SEEDS'] ?? '1,2').split(',').map(Number),
  runs: numberFrom('FIDELITY_RUNS', 3),
  probes: numberFrom('FIDELITY_PROBES', 500),
};
const small: MeasureOptions = { ...options, seeds: options.seeds.slice(0, 1), runs: 1 };

it('measures the learned world beside the reference APIs', { timeout: 3_600_000 }, () => {
  const outcomes: LockstepOutcome[] = [];
  const baselines: { readonly exact: LockstepOutcome[]; readonly template: LockstepOutcome[] } = {
    exact: [],
    template: [],
  };
  const rows: (readonly [string, ReturnType<typeof summaryOf>])[] = [];
  for (const api of REFERENCE_APIS.filter(({ name }) => wanted?.includes(name) ?? true)) {
    const isBlind = BLIND.has(api.name);
    try {
      const measured = measureApi(api, options);
      const summary = summaryOf(measured.outcomes);
      const calls = measured.outcomes.reduce((sum, { results }) => sum + results.length, 0);
      const spent = measured.outcomes.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
      const facts = `learned ${measured.interactions} interactions in ${measured.learnSeconds.toFixed(2)} s; ${((spent / calls) * 1000).toFixed(0)} us an answer`;
      const tables = [
        classTable(measured.outcomes),
        operationTable(measured.outcomes, 12),
        violationLine(summary),
        facts,
      ].join('\n\n');
      const folder = isBlind ? join(out, 'blind') : out;
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${api.name}.md`), detailsOf(api.name, measured.outcomes, tables));
      print(`\n== ${api.name}\n${isBlind ? `${violationLine(summary)}\n${facts}` : tables}`);
      outcomes.push(...measured.outcomes);
      rows.push([api.name, summary]);
    } catch (error) {
      print(
        `\n== ${api.name}\n${isBlind ? 'could not be measured' : error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
    baselines.exact.push(...measureApi(api, small, exactReplayOf()).outcomes);
    baselines.template.push(...measureApi(api, small, templateReplayOf(api)).outcomes);
  }
  rows.push(
    ['total', summaryOf(outcomes)],
    ['exact replay', summaryOf(baselines.exact)],
    ['template replay', summaryOf(baselines.template)],
  );
  print(`\n${summaryTable(rows)}\n`);
});

function numberFrom(name: string, fallback: number): number {
  const value = Number(process.env[name] ?? fallback);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} is a whole number above 0`);
  return value;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
