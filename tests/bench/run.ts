/**
 * `npm run bench`: every promise in numbers beside its reference, measured in one run; each part in a process of its own.
 * `npm run bench -- world help` runs only these parts. Ends with exit code 0 also where a promise does not hold: it reports.
 */
import { spawnSync } from 'node:child_process';
import type { Finding } from './finding.ts';

const PARTS = ['world', 'replay', 'mutate', 'shrink', 'learn', 'capture', 'lockstep', 'paint', 'help'];
const [first, ...rest] = process.argv.slice(2);

if (first === '--part') await runPart(rest[0] ?? '');
else runAll(first === undefined ? PARTS : [first, ...rest]);

async function runPart(name: string): Promise<void> {
  const { measure } = (await import(`./${name}.js`)) as { measure(): Promise<readonly Finding[]> | readonly Finding[] };
  process.stdout.write(JSON.stringify(await measure()));
}

function runAll(names: readonly string[]): void {
  const unknown = names.filter((name) => !PARTS.includes(name));
  if (unknown.length > 0) throw new Error(`no part ${unknown.join(', ')}; there are ${PARTS.join(', ')}`);
  const began = performance.now();
  const findings = names.flatMap((name) => {
    process.stderr.write(`\n-- ${name}\n`);
    const { stdout, status } = spawnSync(process.execPath, [import.meta.filename, '--part', name], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return status === 0
      ? (JSON.parse(stdout) as Finding[])
      : [{ promise: name, measured: 'could not be measured', reference: '-', holds: false }];
  });
  process.stdout.write(`\n${tableOf(findings)}\n\n${((performance.now() - began) / 1000).toFixed(0)} s in all.\n`);
}

function tableOf(findings: readonly Finding[]): string {
  const rows = [
    ['promise', 'measured', 'reference', 'holds'],
    ...findings.map(({ promise, measured, reference, holds }) => [promise, measured, reference, holds ? 'yes' : 'NO']),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
