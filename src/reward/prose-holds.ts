import type { LearnedModel } from '../model/learned-model.ts';
import { valueAt } from '../model/json.ts';
import type { Match } from '../model/task.ts';
import { holdsWord } from './observations.ts';
import { plainText } from './plain-text.ts';

const LONGEST_TEXT = 3_000;
/** Beside the facts: fewer are no text, but a list. */
const FEWEST_OWN_WORDS = 3;
/** Words in a row that nobody shares with his instruction by chance. */
const PARROTED_WORDS = 8;
/** Names of other records in one text: more is everything that was seen, poured out. */
const MOST_OTHER_RECORDS = 5;
const LONGEST_NAME_WORDS = 6;
/** Times, ids, addresses and links as machines write them: a person writes few, a record poured into a text has many. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dt\d\d:\d\d/;
const MACHINE_WORD =
  /^([^\s@]+@[^\s@]+\.[a-z]+|[a-z]+_(?=[a-z0-9]*\d)[a-z0-9]+|https?:\/\/\S+|\d{6,}|(?=[a-z]*\d+[a-z]+\d)[a-z0-9]{8,})$/;
/** A timestamp counts twice. */
const MOST_MACHINE_WORDS = 2;

/** A text somebody wrote about this case: mentions its facts, neither repeats the instruction nor lists what else there is. */
export function proseHolds(
  match: Extract<Match, { m: 'prose' }>,
  value: unknown,
  told: string,
  model: LearnedModel,
): boolean {
  if (typeof value !== 'string' || value.trim() === '' || value.length > LONGEST_TEXT || /[{[]\s*"/.test(value))
    return false;
  const text = plainText(value);
  const facts = match.mentions.map(plainText).filter((fact) => fact !== '');
  const known = plainText(told);
  if (match.mustNot.some((bait) => text.includes(plainText(bait)))) return false;
  if (!facts.every((fact) => mentions(text, fact))) return false;
  if (ownWords(without(text, facts), known) < FEWEST_OWN_WORDS) return false;
  if (machineWords(text, known) > MOST_MACHINE_WORDS) return false;
  return (
    !parrots(without(text, facts), without(known, facts)) && otherRecords(text, known, model) <= MOST_OTHER_RECORDS
  );
}

/** Said to be something else than what the text is about. */
const DENIAL =
  /(?:\bnot (?:about|regarding|concerning|related to|to do with)|n't (?:about|regarding|related to)|\bnothing to do with|\bunrelated to|\brather than|\binstead of)(?: the| a| an)?[ "'(]*$/;

/** As a word of its own, at least once without a denial in front of it. */
function mentions(text: string, fact: string): boolean {
  for (let at = text.indexOf(fact); at >= 0; at = text.indexOf(fact, at + 1)) {
    const around = text.slice(Math.max(0, at - 1), at + fact.length + 1);
    if (holdsWord(around, fact) && !DENIAL.test(text.slice(0, at))) return true;
  }
  return false;
}

function without(text: string, facts: readonly string[]): string {
  return facts.reduce((rest, fact) => rest.replaceAll(fact, ' # '), text);
}

function machineWords(text: string, told: string): number {
  const words = text.split(/[\s,;"'()<>]+/).map((word) => word.replace(/[.:!?]+$/, ''));
  return [...new Set(words)].reduce(
    (sum, word) => sum + (told.includes(word) ? 0 : TIMESTAMP.test(word) ? 2 : MACHINE_WORD.test(word) ? 1 : 0),
    0,
  );
}

/** Words that say something, not only the values that were handed over. */
function ownWords(text: string, told: string): number {
  return new Set(wordsOf(text).filter((word) => word !== '#' && /\p{L}/u.test(word) && !told.includes(`"${word}"`)))
    .size;
}

function parrots(text: string, told: string): boolean {
  const words = wordsOf(text);
  const said = ` ${wordsOf(told).join(' ')} `;
  for (let at = 0; at + PARROTED_WORDS <= words.length; at += 1) {
    if (said.includes(` ${words.slice(at, at + PARROTED_WORDS).join(' ')} `)) return true;
  }
  return false;
}

function otherRecords(text: string, told: string, model: LearnedModel): number {
  const names = recordNames(model);
  const words = text.split(/[\s,;"'()]+/).map((word) => word.replace(/[.:!?]+$/, ''));
  const found = new Set<string>();
  for (let at = 0; at < words.length; at += 1) {
    for (let length = 1; length <= LONGEST_NAME_WORDS && at + length <= words.length; length += 1) {
      const phrase = words.slice(at, at + length).join(' ');
      if (names.has(phrase) && !told.includes(phrase)) found.add(phrase);
    }
  }
  return found.size;
}

const NAMES = new WeakMap<LearnedModel, ReadonlySet<string>>();

/** What records are called by, in lower case; plain single words are left out, they mean too much else. */
function recordNames(model: LearnedModel): ReadonlySet<string> {
  const known = NAMES.get(model);
  if (known !== undefined) return known;
  const names = new Set<string>();
  const pathsOf = new Map(
    model.resources.map((resource) => [
      resource.name,
      [...resource.naturalKey, ...(resource.labelField === null ? [] : [resource.labelField])],
    ]),
  );
  for (const { resource, doc } of model.base.entities) {
    for (const path of pathsOf.get(resource) ?? []) {
      const name = valueAt(doc, path);
      if (typeof name === 'string' && name.length >= 4 && /[\s\d@]/.test(name.trim())) names.add(plainText(name));
    }
  }
  NAMES.set(model, names);
  return names;
}

function wordsOf(text: string): readonly string[] {
  return text
    .split(/[^\p{L}\p{N}#@._-]+/u)
    .map((word) => word.replace(/^[._-]+|[._-]+$/g, ''))
    .filter((word) => word !== '');
}
