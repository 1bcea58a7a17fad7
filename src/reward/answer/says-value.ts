import { isObject, jsonEquals, leavesOf, type Json } from '../../model/json.ts';
import { holdsWord } from '../observations.ts';
import { plainText } from '../plain-text.ts';
import type { Span } from './span.ts';
import { valueSpans } from './value-spans.ts';

/** What else could have been meant. */
export interface AnswerContext {
  /** What the field says of other records, as plain text. */
  readonly rivals: ReadonlySet<string>;
  /** What other fields say of the record asked about, as plain text. */
  readonly beside: ReadonlySet<string>;
  /** What the agent was told. */
  readonly told: string;
}

const MOST_OTHER_WORDS = 60;
const LONGEST_PHRASE_WORDS = 8;
/** Words of everyday language that the record happens to have as values too. */
const MOST_COMMON_WORDS = 1;
const DENIAL =
  /(?:\bnot|n't|\bnever|\bno longer|\bneither|\bnor|\brather than|\binstead of|\banything but)(?: [^\s.!?;:]+){0,2} ?["'(]*$/;

/**
 * The value, alone or in what one says around it, in whatever way of writing numbers, times and names; whoever lists
 * guesses, pours out the record, or denies it, has not said it.
 */
export function saysValue(answer: Json, value: Json, context: AnswerContext): boolean {
  if (jsonEquals(answer, value)) return true;
  if (answer === null || value === null || typeof value === 'object') return false;
  const text = plainText(sentenceOf(answer));
  const spans = valueSpans(text, value);
  const meant = spans.filter(({ from }) => !DENIAL.test(text.slice(0, from)));
  if (meant.length === 0) return false;
  const rest = without(text, spans);
  return rest.split(' ').length <= MOST_OTHER_WORDS && !isAlternative(rest) && !guesses(rest, context);
}

/** An object, also one written as JSON, says what its names and values say. */
function sentenceOf(answer: Json): string {
  if (typeof answer === 'string') {
    const written = /^\s*[{["]/.test(answer) ? parsed(answer) : undefined;
    return written === undefined ? answer : sentenceOf(written);
  }
  if (typeof answer !== 'object' || answer === null) return String(answer);
  return [...leavesOf(answer)]
    .map(({ path, value }) => (isObject(answer) ? `${path.join(' ')}: ${String(value)}` : String(value)))
    .join('; ');
}

const HERE = '\u0001';

function without(text: string, spans: readonly Span[]): string {
  return [...spans]
    .sort((a, b) => b.from - a.from)
    .reduce((rest, { from, to }) => `${rest.slice(0, from)} ${HERE} ${rest.slice(to)}`, text)
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** `X or something`, `either ... or X`: what stands on the other side need not be a value anybody knows. */
function isAlternative(rest: string): boolean {
  return /\u0001["')]*,? or\b(?! (?:let|if|need|want|should|please))|\bor (?:\S+ ){0,3}?["'(]*\u0001|\beither\b/.test(
    rest,
  );
}

/** Another value of the field, another number than those told, or more of the record stands beside the right one. */
function guesses(rest: string, { rivals, beside, told }: AnswerContext): boolean {
  const words = rest
    .split(/[\s,;|"'*()[\]{}\u0001]+/)
    .map((word) => word.replace(/^[.:!?]+|[.:!?]+$/g, ''))
    .filter((word) => word !== '');
  const known = plainText(told);
  if (words.some((word) => /\d/.test(word) && !holdsWord(known, word))) return true;
  const common = new Set<string>();
  for (let at = 0; at < words.length; at += 1) {
    for (let length = 1; length <= LONGEST_PHRASE_WORDS && at + length <= words.length; length += 1) {
      const phrase = words.slice(at, at + length).join(' ');
      if (holdsWord(known, phrase)) continue;
      if (rivals.has(phrase)) return true;
      if (!beside.has(phrase)) continue;
      if (length > 1 || phrase.length > LONGEST_COMMON_WORD) return true;
      common.add(phrase);
    }
  }
  return common.size > MOST_COMMON_WORDS;
}

const LONGEST_COMMON_WORD = 12;

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
