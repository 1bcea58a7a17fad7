/** Other names for the people of a recording, word by word: mail addresses, slugs and mentions in prose follow. */
import { leavesOf, type Json } from '../../model/json.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { Resource } from '../../model/resource.ts';
import type { Dice } from '../effects/dice.ts';

const FIRST =
  'Amara Anouk Bela Bruno Carmen Casper Daria Dmitri Edith Elio Farah Fergus Gaia Goran Hanna Hugo Ilse Imran Jonas Juno Kasia Kenji Leila Lorenz Mira Milan Nadia Nils Oksana Otto Petra Pavel Quentin Ravi Romy Sanna Stellan Tamar Timo Ursula Ulrich Vera Viktor Wanda Wim Xenia Yara Yusuf Zelda Zoran Alma Arvid Birgit Cosima Dagny Emre Freya Gregor Hedda Ivo Jarek Katya Lotte Marek Noor Odile Piet Ronja Sven Tilda Uta Vito Wilma Ylva Zora'.split(
    ' ',
  );
const LAST =
  'Abara Almeida Baptiste Bergström Castellan Chaudhry Dalgaard Demirci Eklund Esposito Fontaine Furukawa Gallagher Grabowski Haddad Hoffmann Iversen Ivanova Jankowski Jimenez Kaminski Kowalczyk Lindqvist Lombardi Mbeki Moreau Nakamura Novotny Oduya Okafor Palmqvist Petrov Quispe Rahimi Rasmussen Salazar Sorensen Takahashi Tanaka Ueda Ulriksen Vargas Vasquez Wallin Wozniak Xiang Yamamoto Yilmaz Zapata Zielinski Achterberg Barlow Calloway Drummond Engström Ferrante Giordano Holloway Ibsen Jovanovic Kessler Larsson Montague Northcott Ostrowski Pemberton Rosenthal Sandoval Thornbury Underhill Verhoeven Whitlock Yardley Zimmer'.split(
    ' ',
  );

/** Words that are names, but not only names. */
const ORDINARY = new Set(
  'Will Mark Grace May June April Rose Faith Hope Joy Bill Grant Chase Dawn Summer Amber Ruby Pearl Frank Rich Jack Art Pat Sue Gene Dean Miles Page Price Young Long Short Brown Green White Black King Day Hill Wood Field Stone Rivers Park Banks Best Bright Fine Good Cook Baker Miller Smith Support Sales Customer Agent Admin User Test Demo Team Order Billing Account Service Help Desk'.split(
    ' ',
  ),
);

const PEOPLE =
  /^(users?|customers?|contacts?|people|persons?|agents?|employees?|members?|authors?|requesters?|patients?|profiles?|owners?|clients?|leads?|drivers?|guests?|students?|collaborators?)$/i;
const FIRST_FIELD = /^(first|given)_?name$/i;
const LAST_FIELD = /^(last|family|sur)_?name$/i;
const FULL_FIELD = /^((full|display|real)_?)?name$/i;
const ROLE_FIELD =
  /^(user|customer|contact|agent|author|assignee|owner|requester|patient|sender|recipient|created_by|updated_by|member)_?name$/i;
const WORD = /^\p{Lu}[\p{L}'’-]{1,24}$/u;

export function personNames(model: LearnedModel, dice: Dice): ReadonlyMap<string, string> {
  const firsts = new Set<string>();
  const lasts = new Set<string>();
  const people = new Map(model.resources.map((resource) => [resource.name, isPeople(resource)]));
  for (const { resource, doc } of [...model.base.entities, ...model.base.deleted])
    collect(doc, people.get(resource) ?? false, firsts, lasts);
  const taken = new Set([...firsts, ...lasts]);
  const map = new Map<string, string>();
  for (const [words, pool] of [
    [firsts, FIRST],
    [lasts, LAST],
  ] as const) {
    const free = shuffled(
      pool.filter((word) => !taken.has(word)),
      dice,
    );
    for (const word of [...words].sort()) {
      const next = map.has(word) || ORDINARY.has(word) ? undefined : free.pop();
      if (next !== undefined) map.set(word, next);
    }
  }
  return map;
}

function isPeople({ name, singular, fields }: Resource): boolean {
  return (
    PEOPLE.test(name) ||
    PEOPLE.test(singular) ||
    fields.some(({ format, path }) => format === 'email' && path.length === 1)
  );
}

function collect(doc: Json, isPerson: boolean, firsts: Set<string>, lasts: Set<string>): void {
  for (const { path, value } of leavesOf(doc)) {
    const key = path.findLast((step): step is string => typeof step === 'string') ?? '';
    if (typeof value !== 'string') continue;
    const words = value.split(' ');
    if (words.length > 3 || !words.every((word) => WORD.test(word))) continue;
    if (FIRST_FIELD.test(key)) firsts.add(words[0] ?? '');
    else if (LAST_FIELD.test(key)) lasts.add(words.at(-1) ?? '');
    else if (
      words.length >= 2 &&
      (ROLE_FIELD.test(key) || (FULL_FIELD.test(key) && (isPerson || hasPersonHolder(path))))
    ) {
      firsts.add(words[0] ?? '');
      lasts.add(words.at(-1) ?? '');
    }
  }
}

function hasPersonHolder(path: readonly (string | number)[]): boolean {
  return path
    .slice(0, -1)
    .some(
      (step) =>
        typeof step === 'string' &&
        (PEOPLE.test(step) || /^(assignee|sender|recipient|created_by|updated_by)$/.test(step)),
    );
}

function shuffled(words: readonly string[], dice: Dice): string[] {
  const result = [...words];
  for (let left = result.length; left > 1; left--) {
    const pick = dice.below(left);
    [result[left - 1], result[pick]] = [result[pick] ?? '', result[left - 1] ?? ''];
  }
  return result;
}

/** Title-case words anywhere; in mail addresses, handles and slugs the same words in lower case without accents. */
export function withNames(text: string, names: ReadonlyMap<string, string>): string {
  if (names.size === 0) return text;
  const plain = plainNames(names);
  const isHandle = /^[a-z0-9]+([._-][a-z0-9]+)*$/.test(text);
  const renamed = text.replace(/[\w.+'-]+@[\w.-]+\.\w+/g, (mail) => {
    const at = mail.indexOf('@');
    return `${lowered(mail.slice(0, at), plain)}${mail.slice(at)}`;
  });
  if (isHandle) return renamed.split(/([._-])/).length > 1 ? lowered(renamed, plain) : (plain.get(renamed) ?? renamed);
  return renamed.replace(/[\p{L}'’]+/gu, (word, at: number) =>
    isInMail(renamed, at) ? word : (names.get(word) ?? possessive(word, names)),
  );
}

function possessive(word: string, names: ReadonlyMap<string, string>): string {
  const [, stem, end] = /^(.+)(['’]s?)$/.exec(word) ?? [];
  const next = stem === undefined ? undefined : names.get(stem);
  return next === undefined ? word : next + (end ?? '');
}

function isInMail(text: string, at: number): boolean {
  const before = text.slice(0, at);
  const word = /\S*$/.exec(before)?.[0] ?? '';
  return word.includes('@') || /^\S*@/.test(text.slice(at));
}

function lowered(text: string, plain: ReadonlyMap<string, string>): string {
  return text.replace(/[a-z]+/g, (word) => plain.get(word) ?? initialled(word, plain));
}

/** `jdoe`: an initial and a last name. */
function initialled(word: string, plain: ReadonlyMap<string, string>): string {
  const next = word.length > 4 ? plain.get(word.slice(1)) : undefined;
  return next === undefined ? word : word.charAt(0) + next;
}

const plainCache = new WeakMap<ReadonlyMap<string, string>, ReadonlyMap<string, string>>();

function plainNames(names: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  let found = plainCache.get(names);
  if (found === undefined)
    plainCache.set(names, (found = new Map([...names].map(([word, next]) => [plainWord(word), plainWord(next)]))));
  return found;
}

function plainWord(word: string): string {
  return word
    .normalize('NFKD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
}
