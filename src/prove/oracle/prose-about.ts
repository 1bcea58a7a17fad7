const OPENINGS = [
  'A short note on this:',
  'Thank you for your patience.',
  'Following up as promised.',
  'We have looked into this.',
  'Just to keep everyone informed.',
] as const;
const CLOSINGS = [
  'Everything is on record now.',
  'Please let us know if anything is still missing.',
  'No further step is needed from your side.',
  'We will keep an eye on it.',
  'Nothing else has been changed.',
] as const;
const FACTS = [
  (facts: string) => `This concerns ${facts}.`,
  (facts: string) => `It is about ${facts}.`,
  (facts: string) => `The case in question: ${facts}.`,
  (facts: string) => `We handled ${facts} today.`,
] as const;

/** Free text that mentions the facts; other seeds word it differently. */
export function proseAbout(facts: readonly string[], wording: number): string {
  const pick = <Item>(items: readonly Item[], salt: number): Item => items[(wording * 7 + salt) % items.length] as Item;
  const middle = facts.length === 0 ? 'It has been taken care of.' : pick(FACTS, 2)(facts.join(' and '));
  return `${pick(OPENINGS, 0)} ${middle} ${pick(CLOSINGS, 3)}`;
}
