/**
 * `npm run catalogue:places -- [RECORDINGS]`: a table of mutators by APIs, made of tried, over the reference APIs and the recordings
 * given; then which mutator is made nowhere, and why places are refused. OFFSCRIPT_TASKS and OFFSCRIPT_TRIES make it shorter. Exit code 1 where some mutator is made nowhere.
 */
import { basename } from 'node:path';
import type { Session } from '../../src/model/recording.ts';
import { RecordingStore } from '../../src/store/recording.ts';
import { HELPDESK } from '../support/helpdesk-set.ts';
import { mutatorPlaces, type PlacesOf } from '../support/mutator-places.ts';
import { REFERENCE_APIS } from '../support/reference-apis/reference-apis.ts';
import { referenceSessions } from '../support/reference-sessions.ts';

const MOST_TASKS = Number(process.env['OFFSCRIPT_TASKS'] ?? 40);
const TRIES = Number(process.env['OFFSCRIPT_TRIES'] ?? 8);
const SESSIONS = 60;

const sources: readonly (readonly [name: string, sessions: () => readonly Session[]])[] = [
  ...[HELPDESK, ...process.argv.slice(2)].map((file) => [basename(file).slice(0, 12), () => sessionsIn(file)] as const),
  ...REFERENCE_APIS.map((api) => [api.name, () => referenceSessions(api, 1, SESSIONS)] as const),
];
const columns = sources.map(([name, sessions]) => {
  const began = performance.now();
  const places = mutatorPlaces(sessions(), { most: MOST_TASKS, tries: TRIES });
  process.stderr.write(`${name}: ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
  return { name, places };
});

const ids = [...(columns[0]?.places.keys() ?? [])];
const cellOf = (one: PlacesOf | undefined): string => {
  if (one === undefined || one.places === 0) return '-';
  const tried = one.made + Object.values(one.refused).reduce((sum, count) => sum + count, 0);
  return `${one.made}/${tried}`;
};
const rows = [
  ['mutator', ...columns.map(({ name }) => name)],
  ...ids.map((id) => [id, ...columns.map(({ places }) => cellOf(places.get(id)))]),
];
const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) ?? [];
console.log(rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')).join('\n'));

console.log('\nwhy places are refused');
for (const id of ids) {
  const why = new Map<string, number>();
  for (const { places } of columns)
    for (const [reason, count] of Object.entries(places.get(id)?.refused ?? {}))
      why.set(reason, (why.get(reason) ?? 0) + count);
  if (why.size > 0) console.log(`${id}: ${[...why].map(([reason, count]) => `${reason} ${count}`).join(', ')}`);
}
const nowhere = ids.filter((id) => columns.every(({ places }) => (places.get(id)?.made ?? 0) === 0));
console.log(nowhere.length === 0 ? '\nEvery mutator is made somewhere.' : `\nMade nowhere: ${nowhere.join(', ')}`);
process.exitCode = nowhere.length === 0 ? 0 : 1;

function sessionsIn(file: string): readonly Session[] {
  const store = RecordingStore.open(file, { mode: 'read' });
  try {
    return [...store.sessions()];
  } finally {
    store.close();
  }
}
