/** A short text in plain words that mentions the facts. */
export function mention(facts: readonly string[]): string {
  if (facts.length === 0)
    return 'We have looked into this and taken care of it. Please let us know if anything is still open.';
  const about = facts.length === 1 ? facts[0] : `${facts.slice(0, -1).join(', ')} and ${facts.at(-1)}`;
  return `Thank you for your patience. We have looked into ${about}, and it is taken care of. Please let us know if anything is still open.`;
}
