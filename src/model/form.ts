/** Form fields with brackets as nested JSON, the way Rails, PHP and Stripe read them. */
import { formPairs } from './http.ts';
import { objectOf, type Json, type JsonObject } from './json.ts';

/** Text fields are strings; a multipart file is described, not held. */
export type FormPair = readonly [name: string, value: Json];

const MAX_STEPS = 32;
const WHOLE = /^(?:0|[1-9]\d{0,6})$/;

export function parseForm(text: string): readonly (readonly [string, string])[] {
  return formPairs(text);
}

/**
 * @example
 * a=1&b[c]=2&tags[]=x&tags[]=y&items[0][id]=7   =>   { a: "1", b: { c: "2" }, tags: ["x", "y"], items: [{ id: "7" }] }
 */
export function nestForm(pairs: Iterable<FormPair>): JsonObject {
  const root: Branch = new Map();
  for (const [name, value] of pairs) place(root, stepsOf(name), value);
  return objectOf([...root].map(([key, node]) => [key, toJson(node)]));
}

type Branch = Map<string, Node>;
type Node = { readonly leaf: Json } | { readonly list: Node[] } | Branch;

function stepsOf(name: string): readonly string[] {
  const open = name.indexOf('[');
  if (open <= 0 || !name.endsWith(']')) return [name];
  const inner = name.slice(open + 1, -1).split('][');
  if (inner.length >= MAX_STEPS || inner.some((step) => step.includes('[') || step.includes(']'))) return [name];
  return [name.slice(0, open), ...inner];
}

function place(branch: Branch, steps: readonly string[], value: Json): void {
  const [key = '', ...rest] = steps;
  const found = branch.get(key);
  branch.set(key, joined(found, rest, value));
}

function joined(found: Node | undefined, steps: readonly string[], value: Json): Node {
  const [step, ...rest] = steps;
  if (step === undefined) return found === undefined ? { leaf: value } : appended(found, { leaf: value });
  if (step === '') return joinedToList(found, rest, value);
  const branch = found instanceof Map ? found : new Map<string, Node>();
  place(branch, steps, value);
  return branch;
}

/** `items[][id]=1&items[][n]=2&items[][id]=3`: a repeated field begins the next element. */
function joinedToList(found: Node | undefined, rest: readonly string[], value: Json): Node {
  const list = found !== undefined && 'list' in found ? found.list : [];
  const [field] = rest;
  const last = list.at(-1);
  if (field !== undefined && last instanceof Map && !(last.has(field) && rest.length === 1)) place(last, rest, value);
  else list.push(joined(undefined, rest, value));
  return { list };
}

function appended(found: Node, node: Node): Node {
  return 'list' in found ? { list: [...found.list, node] } : { list: [found, node] };
}

function toJson(node: Node): Json {
  if ('leaf' in node) return node.leaf;
  if ('list' in node) return node.list.map(toJson);
  const entries = [...node];
  if (entries.length > 0 && entries.every(([key], index) => WHOLE.test(key) && Number(key) === index)) {
    return entries.map(([, item]) => toJson(item));
  }
  return objectOf(entries.map(([key, item]) => [key, toJson(item)]));
}
