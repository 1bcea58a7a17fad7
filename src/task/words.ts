import { isArray, isObject, type Json, type JsonPath } from '../model/json.ts';
import type { Operation } from '../model/operation.ts';
import type { Resource } from '../model/resource.ts';

/** Names from an API as a person would say them. */

/** `customer_id`, `customerId`, `customer-id` -> `customer id` */
export function plainWords(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_\-.\s]+/g, ' ')
    .trim()
    .toLowerCase();
}

/**
 * What a field is called, wrappers left out, nothing said twice.
 *
 * @example ['properties', 'Status', 'status', 'name'] -> 'status name'; ['fields', 'title', 'en-US'] -> 'title (en-US)'
 */
export function fieldWords(path: JsonPath): string {
  const names = path.filter((step): step is string => typeof step === 'string' && step !== 'attributes');
  let first = 0;
  while (first < names.length - 1 && WRAPPERS.has(names[first]?.toLowerCase() ?? '')) first++;
  const told = names.slice(first);
  let words = '';
  for (const name of told) {
    const next = LOCALE.test(name) ? `(${name})` : plainWords(name);
    const again = next.startsWith(words.slice(words.lastIndexOf(' ') + 1)) && words !== '';
    words = again ? `${words.slice(0, words.lastIndexOf(' ') + 1)}${next}` : words === '' ? next : `${words} ${next}`;
  }
  return words.replace(/^raw (?=\S)/, '');
}

const WRAPPERS: ReadonlySet<string> = new Set([
  'properties',
  'fields',
  'data',
  'payload',
  'params',
  'variables',
  'input',
]);
const LOCALE = /^[a-z]{2}[-_][A-Z]{2}$/;

/** `instances_2`, told from another resource of the same name by a number, is an instance to a person. */
export function resourceWords(resource: Resource): string {
  return /_\d+$/.test(resource.singular)
    ? singularOf(plainWords(resource.singular.replace(/_\d+$/, '')))
    : plainWords(resource.singular);
}

/** `solved at` -> `solved-at time` */
export function askedWords(path: JsonPath): string {
  return fieldWords(path).replace(/(\S+) at$/, '$1-at time');
}

/** The verb of an action: the last fixed word of its path, or of its name. */
export function actionWords(operation: Operation): string {
  const selected = operation.discriminator?.value;
  const last = operation.segments.at(-1);
  if (selected !== undefined) return plainWords(selected);
  if (last?.kind === 'literal') {
    const text = last.text.replace(/\.(json|xml)$/, '');
    // `conversations.archive`: the verb of a command stands behind what it is done to.
    const verb = plainWords(text.slice(text.lastIndexOf('.') + 1));
    return isVerb(verb) ? verb : plainWords(text);
  }
  return plainWords(operation.name);
}

const VERBS = new Set(
  'accept acknowledge activate add allocate apply approve archive assign attach block bookmark boot cancel capture claim clone close complete confirm convert copy deactivate decline detach disable dismiss dispatch duplicate enable endorse escalate favorite favourite finish flag follow forward fulfil fulfill hide hold ignore invite issue like lock mark merge mute move open pause ping pin publish reactivate reassign reboot rebuild refund reject release remove rename reopen replace requeue rescue reschedule resend reserve reset resize resolve restart restore resume retry return revoke rotate run schedule send share ship shutdown sign snooze solve split star start stop submit subscribe suspend swap sync transfer trash unarchive unassign unblock unbookmark unfavorite unfavourite unfollow unlike unlock unmute unpin unpublish unshare unstar unsubscribe untrash unwatch update upgrade validate verify void watch withdraw'.split(
    ' ',
  ),
);

export function isVerb(words: string): boolean {
  return VERBS.has(words.split(' ')[0] ?? '');
}

/** `policies` -> `policy`, `addresses` -> `address`, `ips` -> `ip` */
export function singularOf(words: string): string {
  return words
    .replace(/ies$/, 'y')
    .replace(/(ss|x|ch|sh)es$/, '$1')
    .replace(/([^su])s$/, '$1');
}

/** A value as it stands in a sentence; every scalar is verbatim in it. */
export function valueWords(value: Json): string {
  const only = onlyScalarOf(value);
  if (only !== null) return valueWords(only);
  if (isArray(value))
    return value.map((item) => (isObject(item) ? `(${valueWords(item)})` : valueWords(item))).join(', ');
  if (isObject(value))
    return listWords(Object.entries(value).map(([name, inner]) => `${plainWords(name)} ${valueWords(inner)}`));
  return typeof value === 'string' ? `"${value}"` : String(value);
}

/** `[{ text: { content: "Hello" } }]` says nothing but "Hello". */
export function onlyScalarOf(value: Json): string | number | boolean | null {
  if (typeof value !== 'object' || value === null) return null;
  const inner = isArray(value) ? value : Object.values(value);
  const [only] = inner;
  if (inner.length !== 1 || only === undefined || only === null) return null;
  if (typeof only === 'object') return onlyScalarOf(only);
  // `{ priority: "high" }` is no list of one: which field it is has to be said.
  return isArray(value) || isWrapper(value) ? only : null;
}

/** An object whose one field is only a way to hold a text. */
function isWrapper(value: Json): boolean {
  return isObject(value) && /^(?:content|text|value|plain_text|raw|name)$/i.test(Object.keys(value)[0] ?? '');
}

export function listWords(parts: readonly string[]): string {
  if (parts.length <= 1) return parts[0] ?? '';
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** The last name in a path, usable as an identifier. */
export function leafName(path: JsonPath): string {
  const name = path.findLast((step): step is string => typeof step === 'string') ?? 'value';
  return name.replaceAll(/[^A-Za-z0-9_]+/g, '_');
}
