/** URLs and forms: parameters by their names, path segments and values by their shape, escapes kept valid. */
import { decodePercent } from '../../model/http.ts';
import type { Edits } from './edits.ts';
import { isPlaceholder, looksLikeToken } from './placeholder.ts';
import type { Scrub } from './scrub.ts';

/** Edits `text[start, end)`, a URL or a request target. */
export function editUrl(text: string, start: number, end: number, edits: Edits, scrub: Scrub): void {
  const query = indexWithin(text, '?', start, end);
  const fragment = indexWithin(text, '#', start, end);
  const pathEnd = Math.min(query, fragment);
  if (text.slice(start, pathEnd).includes('%')) editSegments(text, start, pathEnd, edits, scrub);
  if (query < fragment) editPairs(text, query + 1, fragment, edits, scrub);
  if (fragment < end) editPairs(text, fragment + 1, end, edits, scrub);
}

/** Edits `text[start, end)`, urlencoded pairs. */
export function editPairs(text: string, start: number, end: number, edits: Edits, scrub: Scrub): void {
  const names = new Set<string>();
  const pairs: { readonly name: string; readonly at: number; readonly end: number }[] = [];
  for (let at = start; at < end; ) {
    const next = indexWithin(text, '&', at, end);
    const equals = indexWithin(text, '=', at, next);
    if (equals < next) {
      const name = decodeField(text.slice(at, equals));
      names.add(name);
      pairs.push({ name, at: equals + 1, end: next });
    }
    at = next + 1;
  }
  for (const pair of pairs) editPair(text, pair, names, edits, scrub);
}

function editPair(text: string, { name, at, end }: { readonly name: string; readonly at: number; readonly end: number }, names: ReadonlySet<string>, edits: Edits, scrub: Scrub): void {
  const raw = text.slice(at, end);
  const value = decodeField(raw);
  if (value === '' || scrub.isAllowed(name) || scrub.isAllowed(value)) return;
  const standIn = scrub.mode === 'full' ? (byName(name, value, names, scrub) ?? whole(value, scrub)) : whole(value, scrub);
  if (standIn !== value) edits.add(at, end, encodeField(standIn, raw));
}

/** Null where the name says nothing. */
function byName(name: string, value: string, names: ReadonlySet<string>, scrub: Scrub): string | null {
  if (isPlaceholder(value)) return null;
  switch (scrub.classOf(name)) {
    case 'secret':
      return scrub.secret(value);
    case 'maybe-secret':
      return isOauthCode(name, names) || looksLikeToken(value) ? scrub.secret(value) : null;
    case 'phone':
      return value.replace(/\D/g, '').length >= 5 ? learned(scrub, value, scrub.pseudonyms.phone(value)) : null;
    case 'card':
      return /^[\d -]{12,23}$/.test(value) ? learned(scrub, value, scrub.pseudonyms.card(value)) : null;
    case 'national-id':
      return learned(scrub, value, scrub.pseudonyms.token(value));
    default:
      return null;
  }
}

function isOauthCode(name: string, names: ReadonlySet<string>): boolean {
  return name === 'code' && (names.has('grant_type') || names.has('state') || names.has('redirect_uri') || names.has('client_id'));
}

function learned(scrub: Scrub, value: string, standIn: string): string {
  scrub.learn('token', value, standIn);
  return standIn;
}

/** A value may hold JSON, a URL, or text. */
function whole(value: string, scrub: Scrub): string {
  if (value.startsWith('{') || value.startsWith('[')) return scrub.json(value, '') ?? scrub.text(value);
  return scrub.text(value);
}

function editSegments(text: string, start: number, end: number, edits: Edits, scrub: Scrub): void {
  for (let at = start; at < end; ) {
    const next = indexWithin(text, '/', at, end);
    const raw = text.slice(at, next);
    const value = raw.includes('%') ? decodePercent(raw) : raw;
    if (value !== raw) {
      const standIn = scrub.text(value);
      if (standIn !== value) edits.add(at, next, encodeURIComponent(standIn));
    }
    at = next + 1;
  }
}

/** Index of `character` in `text[start, end)`, or `end`. */
function indexWithin(text: string, character: string, start: number, end: number): number {
  const at = text.indexOf(character, start);
  return at < 0 || at > end ? end : at;
}

function decodeField(raw: string): string {
  return decodePercent(raw.includes('+') ? raw.replaceAll('+', ' ') : raw);
}

/** Escaped as the original was: blanks as plus or %20, and `@`, `:`, `/`, `,` bare where they were bare. */
function encodeField(value: string, like: string): string {
  let encoded = encodeURIComponent(value);
  if (!like.includes('%20')) encoded = encoded.replaceAll('%20', '+');
  for (const [bare, escaped] of [['@', '%40'], [':', '%3A'], ['/', '%2F'], [',', '%2C']] as const) {
    if (like.includes(bare)) encoded = encoded.replaceAll(escaped, bare);
  }
  return encoded;
}
