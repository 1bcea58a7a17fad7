/** A child process that is killed while it adds rollouts: prints each count only once it is committed. */
import { RunStore } from '../../src/store/run-store.ts';
import { notesEpisode, notesRollout, startNotes } from './notes-episode.ts';
import { NOTES, NOTES_MODEL, NOTES_TOOLS } from './notes-model.ts';

const [path = '', options = '{}'] = process.argv.slice(2);
const facts = {
  model: NOTES_MODEL,
  tools: NOTES_TOOLS,
  seed: 7,
  recording: { name: 'notes', digest: 'd' },
  options: null,
};
const store = RunStore.begin(path, facts, JSON.parse(options), { resume: false, overwrite: false });
for (let trial = 1; ; trial++) {
  const run = startNotes();
  run.request({ method: 'POST', origin: NOTES, target: '/notes', headers: [], body: Buffer.from('{"text":"hello"}') });
  store.add(notesEpisode(), notesRollout(run.episode, trial, run));
  process.stdout.write(`added ${trial}\n`);
}
