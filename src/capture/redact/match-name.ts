/** A person's name found again in a text: word by word, without case, with any of the usual joints between the words. */

export interface NameEntry {
  readonly raw: string;
  /** Runs of letters in lower case: `O'Brien` has two. */
  readonly runs: readonly string[];
  readonly words: readonly string[];
  readonly runsOfWord: readonly number[];
}

export function nameEntryOf(raw: string, standIn: string): NameEntry {
  return {
    raw,
    runs: lettersOf(raw),
    words: standIn.split(/\s+/),
    runsOfWord: raw.split(/\s+/).map((word) => word.match(LETTERS)?.length ?? 0),
  };
}

/** Runs of letters, in lower case. */
export function lettersOf(text: string): readonly string[] {
  return text.match(LETTERS)?.map((run) => run.toLowerCase()) ?? [];
}

const LETTERS = /[\p{L}\p{M}]+/gu;

/** `Jane Doe`, `JANE DOE`, `jane.doe`, `jane-doe`, `Jane%20Doe`, over a line break; letters beside it would be another word. */
const JOINT = /^(?:\s{1,3}|[._+'’-]|%20|&nbsp;)$/;

export function matchName(
  text: string,
  start: number,
  { runs, words, runsOfWord }: NameEntry,
): { readonly end: number; readonly text: string } | null {
  const joints: string[] = [];
  const found: string[] = [];
  let at = start;
  for (const [index, run] of runs.entries()) {
    if (index > 0) {
      const next = nextRun(text, at);
      if (next === null || !JOINT.test(text.slice(at, next))) return null;
      joints.push(text.slice(at, next));
      at = next;
    }
    const piece = text.slice(at, at + run.length);
    if (piece.toLowerCase() !== run) return null;
    found.push(piece);
    at += piece.length;
  }
  if (isLetter(text, at)) return null;
  return { end: at, text: joinWords(words, runsOfWord, found, joints) };
}

/** The stand-in's words with the joints found between words, each in the case of the word it stands for. */
function joinWords(
  words: readonly string[],
  runsOfWord: readonly number[],
  found: readonly string[],
  joints: readonly string[],
): string {
  let run = 0;
  let text = '';
  for (const [index, word] of words.entries()) {
    if (index > 0) text += joints[run - 1] ?? ' ';
    text += inCaseOf(found[run] ?? '', word);
    run += runsOfWord[index] ?? 1;
  }
  return text;
}

function inCaseOf(like: string, word: string): string {
  if (like.length > 1 && like === like.toUpperCase() && like !== like.toLowerCase()) return word.toUpperCase();
  return like === like.toLowerCase() && like !== like.toUpperCase() ? word.toLowerCase() : word;
}

function nextRun(text: string, from: number): number | null {
  for (let at = from; at < Math.min(text.length, from + 8); at++)
    if (isLetter(text, at) && !text.startsWith('nbsp', at)) return at;
  return null;
}

const ONE_LETTER = /[\p{L}\p{M}]/u;

export function isLetter(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (Number.isNaN(code)) return false;
  if (code < 128) return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return ONE_LETTER.test(String.fromCodePoint(text.codePointAt(at) ?? 0));
}

/** Code units of the character at `at`. */
export function sizeAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
