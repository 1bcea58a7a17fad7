/** Stand-ins for people's names, and which of the names are looked for everywhere else. */
import type { JsonMember } from './json-spans.ts';
import { canBeName, isProperName, isTellingWord, namePartOf } from './person-rules.ts';
import type { Scrub } from './scrub.ts';

export function nameStandIn(value: string, key: string, scrub: Scrub): string {
  const part = namePartOf(key);
  const standIn = scrub.pseudonyms.name(value, part);
  learnName(value, standIn, scrub);
  return standIn;
}

/** A whole name is looked for everywhere; a single word only where it tells a person. */
function learnName(value: string, standIn: string, scrub: Scrub): void {
  const name = value.trim();
  if (/\s/.test(name) ? name.length >= 5 && isProperName(name) : isTellingWord(name))
    scrub.learn('name', name, standIn.trim());
}

/** `first_name` and `last_name` side by side are a whole name as well. */
export function learnNameParts(members: readonly JsonMember[], scrub: Scrub): void {
  let given: string | null = null;
  let family: string | null = null;
  for (const { key, value } of members) {
    if (value.kind !== 'string' || scrub.classOf(key) !== 'person-name' || !canBeName(value.value)) continue;
    const part = namePartOf(key);
    if (part === 'given' && /first|given|fore/i.test(key)) given = value.value.trim();
    else if (part === 'family') family = value.value.trim();
  }
  if (given !== null && family !== null && given.length + family.length >= 4) {
    learnName(
      `${given} ${family}`,
      `${scrub.pseudonyms.name(given, 'given')} ${scrub.pseudonyms.name(family, 'family')}`,
      scrub,
    );
  }
}
