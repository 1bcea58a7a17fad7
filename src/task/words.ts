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

export function fieldWords(path: JsonPath): string {
  const names = path.filter((step): step is string => typeof step === 'string' && step !== 'attributes');
  return names
    .map(plainWords)
    .join(' ')
    .replace(/^raw (?=\S)/, '');
}

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
  if (last?.kind === 'literal') return plainWords(last.text.replace(/\.(json|xml)$/, ''));
  return plainWords(operation.name);
}

const VERBS = new Set(
  'accept activate add allocate apply approve archive assign attach boot cancel claim clone close complete confirm convert copy deactivate decline detach disable dismiss dispatch duplicate enable escalate finish flag forward fulfil fulfill hide hold ignore invite issue lock mark merge mute move open pause ping pin publish reactivate reassign reboot rebuild reject release remove rename reopen replace requeue rescue reschedule resend reserve reset resize resolve restart restore resume retry return revoke rotate run schedule send share ship shutdown sign solve split start stop submit suspend swap sync transfer trash unarchive unassign unlock unmute unpin unpublish unshare untrash unwatch update upgrade validate verify void watch withdraw'.split(
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
  if (isArray(value))
    return value.map((item) => (isObject(item) ? `(${valueWords(item)})` : valueWords(item))).join(', ');
  if (isObject(value))
    return listWords(Object.entries(value).map(([name, inner]) => `${plainWords(name)} ${valueWords(inner)}`));
  return typeof value === 'string' ? `"${value}"` : String(value);
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
