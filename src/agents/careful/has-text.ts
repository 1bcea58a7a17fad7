import type { Json } from 'offscript';
import { factsAskedFor } from './facts-asked-for.ts';
import type { Work } from './work.ts';

/** Our own text, or another's that says what ours is to say. */
export function hasText(work: Work, shown: Json | undefined, own: Json | undefined): boolean {
  if (typeof shown !== 'string') return false;
  if (shown === own) return true;
  const facts = factsAskedFor(work.episode.instruction);
  return facts.length > 0 && facts.every((fact) => shown.toLowerCase().includes(fact.toLowerCase()));
}
