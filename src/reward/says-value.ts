import { isArray, isObject, jsonEquals, type Json } from '../model/json.ts';
import { holdsWord } from './observations.ts';

/** What else could have been meant: values the same field has elsewhere, and what the agent was told. */
export interface AnswerContext {
  readonly rivals: ReadonlySet<string>;
  readonly told: string;
}

const MOST_OTHER_WORDS = 24;
const LONGEST_RIVAL_WORDS = 8;

/** The value alone, or a short sentence around it; a list of guesses says nothing. */
export function saysValue(answer: Json, value: Json, context: AnswerContext): boolean {
  if (jsonEquals(answer, value)) return true;
  if (isArray(answer)) return answer.length === 1 && answer[0] !== undefined && saysValue(answer[0], value, context);
  if (isObject(answer)) {
    const values = Object.values(answer);
    return values.length === 1 && values[0] !== undefined && saysValue(values[0], value, context);
  }
  if (answer === null || typeof value === 'object') return false;
  const text = plain(String(answer));
  const wanted = plain(String(value));
  if (text === wanted) return true;
  if (!holdsWord(text, wanted)) return false;
  const rest = text.replaceAll(wanted, ' ');
  return rest.split(/\s+/).length <= MOST_OTHER_WORDS && !/\bor\b/.test(rest) && !guesses(rest, wanted, context);
}

/** Another value of the field, or another number than those told, stands beside the right one. */
function guesses(rest: string, wanted: string, { rivals, told }: AnswerContext): boolean {
  const words = rest
    .split(/[\s,;|"'`*()[\]{}]+/)
    .map((word) => word.replace(/^[.:!?]+|[.:!?]+$/g, ''))
    .filter((word) => word !== '');
  const known = plain(told);
  if (words.some((word) => /\d/.test(word) && word !== wanted && !holdsWord(known, word))) return true;
  for (let at = 0; at < words.length; at += 1) {
    for (let length = 1; length <= LONGEST_RIVAL_WORDS && at + length <= words.length; length += 1) {
      const phrase = words.slice(at, at + length).join(' ');
      if (rivals.has(phrase) && !holdsWord(known, phrase)) return true;
    }
  }
  return false;
}

function plain(text: string): string {
  return text.trim().toLowerCase();
}
