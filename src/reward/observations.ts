import { decodeBody } from '../model/body.ts';
import { leavesOf, type Json } from '../model/json.ts';
import type { CallStep } from '../model/rollout.ts';

/** Every scalar an answer showed, and the parts of its URLs, as text. */
export function shownTokens(call: CallStep): ReadonlySet<string> {
  let known = CACHE.get(call);
  if (known === undefined) {
    known = collect(call);
    CACHE.set(call, known);
  }
  return known;
}

const CACHE = new WeakMap<CallStep, ReadonlySet<string>>();

function collect(call: CallStep): ReadonlySet<string> {
  const tokens = new Set<string>();
  if (call.outcome.kind === 'error') return tokens;
  const { headers, body } = call.outcome.response;
  for (const [, value] of headers) addText(value, tokens);
  const decoded = decodeBody(headers, body);
  if (decoded.kind === 'json' || decoded.kind === 'form') addJson(decoded.value, tokens);
  else if (decoded.kind === 'text') addText(decoded.text, tokens);
  return tokens;
}

function addJson(value: Json, tokens: Set<string>): void {
  for (const { value: leaf, path } of leavesOf(value)) {
    if (typeof leaf === 'string') addText(leaf, tokens);
    else if (typeof leaf === 'number') tokens.add(String(leaf));
    for (const step of path) if (typeof step === 'string') tokens.add(step);
  }
}

const LONGEST_TEXT = 4_096;

function addText(text: string, tokens: Set<string>): void {
  tokens.add(text);
  if (text.length > LONGEST_TEXT) return;
  for (const word of text.split(/[\s"'<>()[\]{},;]+/)) {
    const bare = word.replace(/[.:!?]+$/, '');
    if (bare === '') continue;
    tokens.add(bare);
    for (const part of bare.split(/[/?&=#]/)) if (part !== '') tokens.add(part.replace(/\.(json|xml)$/, ''));
  }
}
