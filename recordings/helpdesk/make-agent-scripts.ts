/**
 * Writes down the scripts of the example agents: `node dist/recordings/helpdesk/make-agent-scripts.js [RECORDING] [OUT]`.
 * Four fifths of the sessions are looked at, chosen by their names; the other fifth nobody has seen.
 */
import { writeFileSync } from 'node:fs';
import { learn } from '../../src/learn/learn.ts';
import { toolsOf } from '../../src/learn/tools-of.ts';
import { traceSession } from '../../src/learn/trace/trace-session.ts';
import { hash32 } from '../../src/model/digest.ts';
import { RecordingStore } from '../../src/store/recording.ts';
import { makeTasks } from '../../src/task/make-tasks.ts';
import type { ScriptBook } from '../../src/agents/script.ts';
import { writeScriptBook } from './agent-scripts/write-script-book.ts';

const [recording = 'recordings/helpdesk.sqlite', out = 'src/agents/scripts/helpdesk.json'] = process.argv.slice(2);
const HELD_OUT = 5;
/** Each seed points at records in other ways: by what they are called, or by their ids. */
const SEEDS = 12;

const store = RecordingStore.open(recording, { mode: 'read' });
const isSeen = (id: string): boolean => hash32(id) % HELD_OUT !== 0;
const sessions = [...store.sessions()].filter(({ id }) => isSeen(id));
store.close();

const model = learn(() => sessions);
const traced = sessions.map((session) => traceSession(model, session));
const tasks = Array.from({ length: SEEDS }, (_, seed) => makeTasks(model, traced, seed).tasks)
  .flat()
  .filter(({ use }) => use === 'yes');
const book = writeScriptBook(model, toolsOf(model), tasks);
writeFileSync(out, linesOf(book));
console.log(
  `${book.scripts.length} scripts of ${Object.keys(book.operations).length} operations from ${sessions.length} sessions`,
);

/** One operation, resource or script a line, so that a change of one is a change of one line. */
function linesOf({ operations, resources, scripts }: ScriptBook): string {
  const map = (of: object): string =>
    Object.entries(of)
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
      .join(',\n');
  return `{"operations":{\n${map(operations)}\n},"resources":{\n${map(resources)}\n},"scripts":[\n${scripts.map((script) => JSON.stringify(script)).join(',\n')}\n]}\n`;
}
