import { hash32 } from '../model/digest.ts';
import type { Json } from '../model/json.ts';
import type { LearnedModel } from '../model/learned.ts';
import { indexModel } from '../model/model-index.ts';
import type { GoalAtom } from '../model/task.ts';
import type { GoalWrite, ProgramBuilder, SentValue } from './program-builder.ts';
import { actionWords, article, fieldWords, listWords, plainWords, valueWords } from './words.ts';

interface WordingInput {
  readonly model: LearnedModel;
  readonly builder: ProgramBuilder;
  readonly goal: readonly GoalAtom[];
  readonly seed: string;
}

export interface Wording {
  readonly instruction: string;
  readonly phrasings: readonly string[];
}

/** Says in plain English what a person would ask a colleague for; every input stands in it verbatim. */
export function instructionOf({ model, builder, seed }: WordingInput): Wording {
  const sentences = builder.writes.map((write) => sentence(model, builder, write));
  const said = new Set(Object.keys(builder.inputs));
  const whole = sentences.join(' Then ');
  const missing = [...said].filter((name) => !whole.includes(inWords(builder.inputs[name] ?? null)) && !isSaidBare(whole, builder.inputs[name] ?? null));
  const extra = missing.length === 0 ? '' : ` Use ${listWords(missing.map((name) => `${plainWords(name)} ${inWords(builder.inputs[name] ?? null)}`))}.`;
  const lowered = sentences.map((text) => text.charAt(0).toLowerCase() + text.slice(1));
  const phrasings = [
    `${sentences.join('. Then ').replaceAll('. Then ', '. Then ')}.${extra}`,
    `Please ${lowered.join(', then ')}.${extra}`,
    `Could you ${lowered.join(', and after that ')}?${extra}`,
    `One for you: ${lowered.join('; then ')}.${extra}`,
  ];
  return { instruction: phrasings[hash32(seed) % phrasings.length] ?? phrasings[0] ?? '', phrasings };
}

function sentence(model: LearnedModel, builder: ProgramBuilder, write: GoalWrite): string {
  const { operation } = write;
  const resource = indexModel(model).resource(operation.resource ?? '');
  const thing = resource === undefined ? 'record' : plainWords(resource.singular);
  const subject = write.target === null ? null : (builder.phrases.get(write.target) ?? `the new ${thing}`);
  const details = write.sent.filter((sent) => isDetail(builder, write, sent));
  const told = details.filter(({ value }) => value.v === 'input');
  const prose = details.filter(({ value }) => value.v === 'prose');
  const references = write.sent.flatMap((sent) => referencePhrase(builder, write, sent));
  const note = prose.map((sent) => proseWords(sent)).join(' and ');
  switch (operation.kind) {
    case 'create': {
      const values = [...told.map((sent) => `${fieldName(sent)} ${inputWords(builder, sent)}`), ...references.map(named)];
      const owner = parentPhrase(builder, write);
      const made = `create ${article(thing)} ${thing}${owner === null ? '' : ` for ${owner}`}${values.length === 0 ? '' : ` with ${listWords(values)}`}`;
      return capital(note === '' ? made : `${made}; ${note}`);
    }
    case 'delete':
      return capital(`delete ${subject ?? `the ${thing}`}`);
    case 'update':
    case 'replace': {
      const values = [...told.map((sent) => `${fieldName(sent)} to ${inputWords(builder, sent)}`), ...references.map(({ words, phrase }) => `${words} to ${phrase}`)];
      const set = values.length === 0 ? '' : `set ${listWords(values)} on ${subject ?? `the ${thing}`}`;
      if (set === '') return capital(`on ${subject ?? `the ${thing}`}, ${note === '' ? 'save it as it is' : note}`);
      return capital(note === '' ? set : `${set}; ${note}`);
    }
    default: {
      const values = [...told.map((sent) => `${fieldName(sent)} ${inputWords(builder, sent)}`), ...references.map(named)];
      const act = memberAct(write, builder, subject ?? `the ${thing}`) ?? `${actionWords(operation)} ${subject ?? `the ${thing}`}${values.length === 0 ? '' : ` with ${listWords(values)}`}`;
      return capital(note === '' ? act : `${act}; ${note}`);
    }
  }
}

/** `customer the customer with ...` is said once. */
function named({ words, phrase }: { readonly words: string; readonly phrase: string }): string {
  return words === '' || phrase.startsWith(`the ${words} `) || phrase.startsWith(`${words} `) ? phrase : `${words} ${phrase}`;
}

/** Actions whose path ends in a value put something on the record, or take it off. */
function memberAct(write: GoalWrite, builder: ProgramBuilder, subject: string): string | null {
  const { operation, sent } = write;
  const last = operation.segments.at(-1);
  const kind = operation.segments.at(-2);
  if (operation.kind !== 'action' || last?.kind !== 'param' || kind?.kind !== 'literal') return null;
  const value = sent.find(({ slot }) => slot.in === 'path' && slot.name === last.name);
  if (value === undefined || value.value.v !== 'input') return null;
  const thing = plainWords(kind.text).replace(/s$/, '');
  return operation.method === 'DELETE' ? `remove the ${thing} ${inputWords(builder, value)} from ${subject}` : `add the ${thing} ${inputWords(builder, value)} to ${subject}`;
}

/** What the sentence has to say of a write, beside which records it is about. */
function isDetail(builder: ProgramBuilder, write: GoalWrite, sent: SentValue): boolean {
  if (sent.value.v === 'prose') return true;
  if (sent.value.v !== 'input') return false;
  return !isIdentity(builder, write, sent);
}

function isIdentity(_builder: ProgramBuilder, { operation }: GoalWrite, { slot }: SentValue): boolean {
  const text = JSON.stringify(slot);
  return (operation.target !== null && JSON.stringify(operation.target) === text) || operation.parents.some((parent) => JSON.stringify(parent.slot) === text);
}

function referencePhrase(builder: ProgramBuilder, write: GoalWrite, sent: SentValue): readonly { words: string; phrase: string }[] {
  if (sent.value.v !== 'from' || isIdentity(builder, write, sent)) return [];
  const phrase = phraseOfId(builder, sent.recorded);
  return phrase === null ? [] : [{ words: fieldName(sent).replace(/ id$/, ''), phrase }];
}

function parentPhrase(builder: ProgramBuilder, write: GoalWrite): string | null {
  const parent = write.operation.parents.at(-1);
  if (parent === undefined) return null;
  const sent = write.sent.find(({ slot }) => JSON.stringify(slot) === JSON.stringify(parent.slot));
  return sent === undefined ? null : phraseOfId(builder, sent.recorded);
}

function phraseOfId(builder: ProgramBuilder, id: Json): string | null {
  for (const [key, phrase] of builder.phrases) if (key.slice(key.lastIndexOf('/') + 1) === String(id)) return phrase;
  return null;
}

function fieldName(sent: SentValue): string {
  return fieldWords(sent.field ?? (sent.slot.in === 'body' ? sent.slot.path : [sent.slot.name]));
}

function inputWords(builder: ProgramBuilder, sent: SentValue): string {
  return sent.value.v === 'input' ? inWords(builder.inputs[sent.value.name] ?? null) : '';
}

/** Ids stand without quotes. */
function isSaidBare(text: string, value: Json): boolean {
  return (typeof value === 'string' || typeof value === 'number') && text.includes(` ${String(value)}`);
}

function inWords(value: Json): string {
  return valueWords(value);
}

function proseWords(sent: SentValue): string {
  const field = fieldName(sent);
  const facts = sent.mentions.length === 0 ? '' : ` that mentions ${listWords(sent.mentions.map((fact) => `"${fact}"`))}`;
  return `write the ${field} in your own words${facts === '' ? '' : `, as text${facts}`}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
