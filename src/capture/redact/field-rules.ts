/** Named values outside JSON: form fields, parts, headers, elements are judged as members of the record they stand for. */
import { parseSpans } from './json-spans.ts';
import type { Scrub } from './scrub.ts';

export interface Field {
  readonly key: string;
  readonly value: string;
}

/** Values after redaction, in order. `record` is the key a JSON record of these fields would stand under. */
export function scrubFields(record: string, fields: readonly Field[], scrub: Scrub): readonly string[] {
  const unchanged = fields.map(({ value }) => value);
  const text = `{${fields.map(({ key, value }) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;
  const scrubbed = scrub.json(text, record);
  if (scrubbed === null || scrubbed === text) return unchanged;
  const root = parseSpans(scrubbed);
  if (root?.kind !== 'object') return unchanged;
  return root.members.map(({ value }, at) => (value.kind === 'string' ? value.value : (unchanged[at] ?? '')));
}

export function scrubField(key: string, value: string, scrub: Scrub): string {
  return scrubFields('', [{ key, value }], scrub)[0] ?? value;
}
