/** Lines of a text that are fields: YAML, INI, header dumps, signatures of letters (`Phone: 020 ...`). */
import type { Edits } from './edits.ts';
import { scrubField } from './field-rules.ts';
import { looksLikeToken } from './placeholder.ts';
import type { Scrub } from './scrub.ts';

const LINE = /^[ \t>*-]{0,20}["']?(\p{L}[\p{L}\w .-]{1,40})["']?[ \t]{0,3}[:=][ \t]{1,8}["']?([^\r\n"']{3,200})/gmu;

export function editLines(text: string, edits: Edits, scrub: Scrub): void {
  LINE.lastIndex = 0;
  for (let found = LINE.exec(text); found !== null; found = LINE.exec(text)) {
    const next = LINE.lastIndex;
    const [line, key = '', rest = ''] = found;
    const value = rest.trimEnd();
    const start = found.index + line.length - rest.length;
    if (isField(key, value, scrub)) {
      const standIn = scrubField(key, value, scrub);
      if (standIn !== value) edits.add(start, start + value.length, standIn);
    }
    LINE.lastIndex = next;
  }
}

/** `Password: it must have a digit` is a sentence; what names a person or a number does so in a line as in a record. */
function isField(key: string, value: string, scrub: Scrub): boolean {
  const kind = scrub.classOf(key);
  if (kind === 'other' || kind === 'id' || kind === 'any-name') return false;
  if (kind === 'secret') return !/\s/.test(value) && (value.length >= 6 || /\d/.test(value));
  return kind !== 'maybe-secret' && kind !== 'credentials' ? true : looksLikeToken(value);
}
