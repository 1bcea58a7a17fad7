import type { Json } from 'offscript';

/** A fact as a person tells it. */
export interface ToldFact {
  /** Lower case, as in a sentence. */
  readonly name: string;
  readonly value: Json;
}

const VALUE = /"([^"]*)"|(?<![\w.-])(-?\d+(?:\.\d+)?)(?![\w-])/g;
/** Words that stand around a value without being part of a name. */
const AROUND =
  /^(?:the|a|its|his|her|their|your|my|new|is|are|was|be|has|have|had|to|should|must|needs?|now|as|of|at|that|with|for|make|set|change|use|put|it|and|but|one|thing|found|:|,)$/;

/**
 * The facts in a person's reply: each value with the name that stands next to it, before or behind.
 *
 * @example 'One moment. The priority is "high"; ask me again for the rest.'  ->  [{ name: 'priority', value: 'high' }]
 * @example 'Found it: 12 for the customer id.'  ->  [{ name: 'customer id', value: 12 }]
 */
export function toldIn(reply: string): readonly ToldFact[] {
  const facts: ToldFact[] = [];
  let from = 0;
  for (const found of reply.matchAll(VALUE)) {
    const end = found.index + found[0].length;
    const before = lastSentence(reply.slice(from, found.index));
    const name = nameAtEnd(before) ?? nameBehind(reply.slice(end));
    from = end;
    if (name !== null) facts.push({ name, value: found[1] ?? Number(found[2]) });
  }
  return facts;
}

function lastSentence(text: string): string {
  return text.split(/[.;!?]\s/).at(-1) ?? '';
}

/** `Thank you. The due date has to be `  ->  `due date` */
function nameAtEnd(text: string): string | null {
  const words = wordsOf(text);
  while (words.length > 0 && AROUND.test(words.at(-1) ?? '')) words.pop();
  const start = words.findLastIndex((word) => AROUND.test(word));
  const name = words.slice(start + 1).join(' ');
  return name === '' ? null : name;
}

/** ` for the due date.`  ->  `due date` */
function nameBehind(text: string): string | null {
  const [, name = ''] = /^\s*(?:for|as|is) (?:the|its|your) ([a-z][a-z _-]*)/i.exec(text) ?? [];
  return name === '' ? null : wordsOf(name).join(' ');
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replaceAll(/([:,])/g, ' $1 ')
    .split(/\s+/)
    .filter(Boolean);
}
