import { decodedResponse } from '../model/decoded-response.ts';
import type { HttpResponse } from '../model/http.ts';
import type { CallStep } from '../model/rollout.ts';

/** Whether an answer showed this token: as a value of its own, a word of a text, or a part of a URL. */
export function showed(call: CallStep, token: string): boolean {
  if (call.outcome.kind === 'error' || token === '') return false;
  const { headers } = call.outcome.response;
  return headers.some(([, value]) => holdsWord(value, token)) || holdsWord(textOf(call), token);
}

const TEXTS = new WeakMap<HttpResponse, string>();

/** The body as text; JSON as it reads after its escapes. */
function textOf(call: CallStep): string {
  if (call.outcome.kind === 'error') return '';
  const known = TEXTS.get(call.outcome.response);
  if (known !== undefined) return known;
  const { body } = call.outcome.response;
  const plain = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  const readable = plain.startsWith('{') || plain.startsWith('[');
  const decoded = readable ? null : decodedResponse(call.outcome.response);
  const raw =
    decoded === null
      ? plain
      : decoded.kind === 'json'
        ? JSON.stringify(decoded.value)
        : decoded.kind === 'text'
          ? decoded.text
          : decoded.kind === 'form'
            ? JSON.stringify(decoded.value)
            : '';
  const text = raw.includes('\\')
    ? raw
        .replaceAll(/\\u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
        .replaceAll(/\\n|\\r|\\t/g, ' ')
        .replaceAll(/\\(.)/g, '$1')
    : raw;
  TEXTS.set(call.outcome.response, text);
  return text;
}

export function holdsWord(text: string, token: string): boolean {
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) {
    if (!isWordPart(text.charCodeAt(at - 1)) && !isWordPart(text.charCodeAt(at + token.length))) return true;
  }
  return false;
}

/** Letters, digits and `_`: inside them an id would be a piece of another one. */
function isWordPart(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 95 ||
    code > 0x2ff
  );
}
