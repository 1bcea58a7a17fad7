import type { AgentEpisode, Json } from 'offscript';
import { askPerson } from './ask-person.ts';
import { findRecord } from './find-record.ts';
import { foundIds } from './found-ids.ts';
import { looksFirst } from './looks-first.ts';
import { misfitOf } from '../misfit-of.ts';
import { patientSend } from './patient-send.ts';
import { recordIn } from './read-item.ts';
import { refuse } from './refuse.ts';
import { Stop } from './stop.ts';
import { callOf, operationOf, resolve, rowNamedBy, type Work } from './work.ts';
import { wantsAWord } from './wants-a-word.ts';
import { withoutWithdrawn } from './withdrawn.ts';
import { writeStep, type Outcome } from './write-step.ts';
import { chooseScript } from '../choose-script.ts';
import { openCredentials } from '../credentials.ts';
import type { ReadStep, ScriptBook, ScriptStep } from '../script.ts';
import { openTransport, type Transport } from '../transport.ts';

const OPENING = 'I am about to start. What do I have to know, and does all of it still hold?';
const CLOSING = 'It is done. Is it as it should be?';

/** Does what the episode's workflow is for, by the nearest script, and ends the rollout with what came of it. */
export async function playCarefully(given: AgentEpisode, book: ScriptBook): Promise<void> {
  const when = wantsAWord(given.instruction);
  const episode = when === 'before' ? await askPerson(given, book, OPENING) : given;
  const { workflow, inputs, instruction } = episode;
  const chosen = chooseScript(book, workflow, Object.keys(inputs), (one) => misfitOf(book, instruction, one));
  if (chosen === null) return episode.report('other', []);
  const script = { ...chosen, steps: looksFirst(withoutWithdrawn(book, chosen.steps, instruction)) };
  const credentials = openCredentials(episode);
  const transport = openTransport(episode, credentials);
  const clock: { now: number | null } = { now: null };
  const timed: Transport = async (call) => {
    const answer = await transport(call);
    const date = Date.parse(answer.header('date') ?? '');
    if (!Number.isNaN(date)) clock.now = date;
    return answer;
  };
  const send = patientSend(episode, timed, credentials);
  const work: Work = {
    episode,
    book,
    script,
    send,
    records: new Map(),
    renamed: new Map(),
    usedTokens: new Set(),
    dead: new Set(),
    missing: new Set(),
    clock,
  };
  try {
    await play(work, when === 'after');
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    await episode.report(error.reason, error.evidence);
  }
}

async function play(work: Work, tells: boolean): Promise<void> {
  let answer: Json | undefined;
  const written: Outcome[] = [];
  for (const step of work.script.steps) {
    if (dependsOnMissing(work, step)) {
      if (step.kind === 'find' || step.kind === 'read') work.missing.add(step.as);
    } else if (step.kind === 'find') {
      const found = await findRecord(work, step);
      if (found === null) work.missing.add(step.as);
      else work.records.set(step.as, found);
    } else if (step.kind === 'read') {
      await read(work, step);
    } else if (work.missing.size > 0) {
      break;
    } else if (step.kind === 'write') {
      written.push(await writeStep(work, step));
    } else {
      answer = resolve(work, step.value, '');
    }
  }
  if (work.missing.size > 0)
    throw new Stop('not_found', foundIds(work), `Nothing fits: ${[...work.missing].join(', ')}.`);
  if (tells) written.push(...(await tell(work)));
  if (written.length > 0 && written.every(({ how }) => how === 'already')) {
    throw new Stop('already_done', [...new Set(written.flatMap(({ id }) => id ?? []))], 'It was so before.');
  }
  await (answer === undefined ? work.episode.finish() : work.episode.finish(answer));
}

/** Says that it is done, and writes again what the person then wants otherwise. */
async function tell(work: Work): Promise<readonly Outcome[]> {
  const { inputs } = work.episode;
  const episode = await askPerson(work.episode, work.book, CLOSING);
  const changed = new Set(Object.keys(episode.inputs).filter((name) => episode.inputs[name] !== inputs[name]));
  const outcomes: Outcome[] = [];
  for (const step of work.script.steps) {
    const isConcerned =
      step.kind === 'write' && step.settings.some(({ value }) => value.v === 'input' && changed.has(value.name));
    if (isConcerned) outcomes.push(await writeStep({ ...work, episode }, step));
  }
  return outcomes;
}

async function read(work: Work, step: ReadStep): Promise<void> {
  const operation = operationOf(work, step.operation);
  const row = rowNamedBy(work, step.settings, operation.resource);
  if (row !== null && work.dead.has(step.operation)) return void work.records.set(step.as, row);
  const answer = await work.send(callOf(work, step));
  const record = recordIn(answer, operation);
  if (answer.status >= 500) work.dead.add(step.operation);
  if (row !== null && work.dead.has(step.operation)) work.records.set(step.as, row);
  else if (record !== null) work.records.set(step.as, { resource: operation.resource, record });
  else if (answer.status === 404 || answer.status === 410) work.missing.add(step.as);
  else throw refuse(work, answer, step.operation);
}

function dependsOnMissing(work: Work, step: ScriptStep): boolean {
  if (step.kind === 'answer' || step.kind === 'write') return false;
  return step.settings.some(({ value }) => value.v === 'from' && work.missing.has(value.step));
}
