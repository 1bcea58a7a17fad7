import type { Json } from 'offscript';
import { factsAskedFor } from './facts-asked-for.ts';
import type { Work } from './work.ts';

/** Our own text, or another's that says what ours is to say. */
export function hasText(work: Work, shown: Json | undefined, own: Json | undefined): boolean {
  if (typeof shown !== 'string') return false;
  if (shown === own) return true;
  return factsAskedFor(work.episode.instruction).some((facts) =>
    facts.every((fact) => shown.toLowerCase().includes(fact.toLowerCase())),
  );
}
