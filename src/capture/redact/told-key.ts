/** Fields whose name is a value: `{ "name": "X-Api-Key", "value": "..." }`, `{ "type": "phone", "value": "..." }` */
import type { JsonMember } from './json-spans.ts';
import type { Scrub } from './scrub.ts';

const NAME = /^(?:name|key|field|header|param|parameter|attribute|property|variable|column|label|type|kind|system)$/i;
const VALUE = /^(?:value|val|default_?value|current_?value)$/i;
/** `<meta name="csrf-token" content="...">` */
const CONTENT = /^content$/i;

/** The name that stands beside the value `key` in a record; null where it tells nothing more. */
export function toldKey(key: string, members: readonly JsonMember[], scrub: Scrub): string | null {
  const isContent = CONTENT.test(key);
  if (!isContent && !VALUE.test(key)) return null;
  for (const member of members) {
    if (member.value.kind !== 'string' || !(isContent ? member.key === 'name' : NAME.test(member.key))) continue;
    if (isTellingKey(member.value.value, scrub)) return member.value.value;
  }
  return null;
}

/** A name whose value is replaced wherever it stands; more words than a name has are a sentence. */
export function isTellingKey(name: string, scrub: Scrub): boolean {
  if (name.length < 2 || name.length > 60 || name.split(/\s+/).length > 4) return false;
  const kind = scrub.classOf(name);
  return kind !== 'other' && kind !== 'id' && kind !== 'any-name';
}
