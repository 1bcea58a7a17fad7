import { article } from '../model/article.ts';
import type { Json } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { Operation } from '../model/operation.ts';
import { indexModel, samePath } from '../model/model-index.ts';
import type { GoalWrite, SentValue } from './goal-write.ts';
import type { ProgramBuilder } from './program-builder.ts';
import { isIdentitySlot } from './request-fields.ts';
import {
  actionWords,
  fieldWords,
  isVerb,
  listWords,
  plainWords,
  resourceWords,
  singularOf,
  valueWords,
} from './words.ts';

/** One write as a person would ask for it, in the imperative: `set the status of ticket 7 to "open"`; empty where it says nothing. */
export function clauseOf(model: LearnedModel, builder: ProgramBuilder, write: GoalWrite): string {
  const { operation } = write;
  const resource = indexModel(model).resource(operation.resource ?? '');
  const thing = resource === undefined ? 'record' : resourceWords(resource);
  const subject = write.target === null ? `the ${thing}` : (builder.phrases.get(write.target) ?? `the new ${thing}`);
  const details = detailsOf(model, builder, write);
  const text = withProse(write);
  switch (operation.kind) {
    case 'create': {
      const owner = parentPhrase(builder, write);
      const label = resource?.labelField ?? null;
      const name =
        label === null ? undefined : details.find(({ sent }) => sent.field !== null && samePath(sent.field, label));
      const first = name === undefined ? details : [name, ...details.filter((detail) => detail !== name)];
      const values = first.map(({ words, said }) => joined(words, said));
      const made = owner === null ? `create ${article(thing)} ${thing}` : `add ${article(thing)} ${thing} to ${owner}`;
      return `${made}${values.length === 0 ? '' : ` with ${listWords(values)}`}${text}`;
    }
    case 'delete':
      return `delete ${subject}`;
    case 'update':
    case 'replace':
      return details.length === 0 ? textOf(write, ` of ${subject}`) : `${changed(details, subject)}${text}`;
    default:
      return `${memberAct(write, builder, subject) ?? acted(operation, subject, details)}${text}`;
  }
}

interface Detail {
  readonly sent: SentValue;
  readonly words: string;
  readonly said: string;
}

function detailsOf(model: LearnedModel, builder: ProgramBuilder, write: GoalWrite): readonly Detail[] {
  const details = write.sent.flatMap((sent): readonly Detail[] => {
    if (isIdentitySlot(write.operation, sent.slot)) return [];
    const words = fieldName(model, write, sent);
    if (isOwnId(model, write, sent)) return [];
    if (sent.value.v === 'input') return [{ sent, words, said: valueWords(builder.inputs[sent.value.name] ?? null) }];
    if (sent.value.v === 'constant' && sent.recorded === null && sent.field !== null)
      return [{ sent, words, said: 'nothing' }];
    if (sent.value.v !== 'from') return [];
    const phrase = phraseOfId(builder, sent.recorded);
    return phrase === null ? [] : [{ sent, words: words.replace(/ id$/, '').replace(/^id (?=\S)/, ''), said: phrase }];
  });
  // A field that is sent under two names (`subject`, `raw_subject`) is said once.
  return details.filter(
    ({ words, said }, at) => details.findIndex((other) => other.words === words && other.said === said) === at,
  );
}

/** The id of the record that is written to, sent once more in the body. */
function isOwnId(model: LearnedModel, write: GoalWrite, sent: SentValue): boolean {
  const own = indexModel(model).resource(write.operation.resource ?? '')?.idPath;
  const leaf = sent.slot.in === 'body' ? sent.slot.path.at(-1) : sent.slot.name;
  return (
    write.target !== null &&
    (leaf === own?.at(-1) || (sent.field !== null && own !== undefined && samePath(sent.field, own)))
  );
}

function changed(details: readonly Detail[], subject: string): string {
  const [first] = details;
  if (first === undefined || details.length > 1)
    return `set ${listWords(details.map(({ words, said }) => `${words} to ${said}`))} on ${subject}`;
  if (first.said === 'true' || first.said === 'false') return `set ${first.words} to ${first.said} on ${subject}`;
  return first.said === 'nothing'
    ? `clear the ${first.words} of ${subject}`
    : `set the ${first.words} of ${subject} to ${first.said}`;
}

/** `reset secret`: what is reset is a part of the record. */
const TAKES_OBJECT = new Set(
  'cancel change clear convert reissue renew replace reset resend rotate send sync'.split(' '),
);

function acted(operation: Operation, subject: string, details: readonly Detail[]): string {
  const words = actionWords(operation);
  const values = details.map((detail) => joined(detail.words, detail.said));
  const withValues = values.length === 0 ? '' : `, with ${listWords(values)}`;
  if (!isVerb(words)) {
    const part = partAct(operation, words, subject, details);
    if (part !== null) return part;
  }
  if (!isVerb(words)) return `add ${article(words)} ${singularOf(words)} to ${subject}${withValues}`;
  const [only] = details;
  const [verb = '', ...object] = words.split(' ');
  if (object.length > 0 && TAKES_OBJECT.has(verb)) return `${verb} the ${object.join(' ')} of ${subject}${withValues}`;
  if (words === 'assign' && details.length === 1 && only !== undefined) return `assign ${subject} to ${only.said}`;
  return `${addressed(words, subject)}${withValues}`;
}

/**
 * A path that ends in a part or a state of the record: `PUT .../published`, `DELETE .../avatar`, `PUT .../name {value}`.
 * Null where something is added to the record.
 */
function partAct(operation: Operation, words: string, subject: string, details: readonly Detail[]): string | null {
  const [only] = details;
  if (operation.discriminator !== null) return null;
  if (only !== undefined && details.length === 1 && only.words === 'value')
    return `set ${words} to ${only.said} on ${subject}`;
  if (details.length > 0)
    return operation.method === 'PUT'
      ? `set ${listWords(details.map((one) => `${named(one, words)} to ${one.said}`))} on ${subject}`
      : null;
  const isState = /^(?:un)?[a-z]{3,}ed$/.test(words);
  if (operation.method === 'DELETE')
    return isState ? `mark ${subject} as not ${words}` : `remove the ${words} of ${subject}`;
  return isState ? `mark ${subject} as ${words}` : null;
}

/** `PUT .../assignee { accountId }` sets the assignee's account id. */
function named({ words }: Detail, part: string): string {
  return words.split(' ').includes(part) ? words : `${part} ${words}`;
}

/** `add post to collection` said of `collection 7` names it once. */
function addressed(words: string, subject: string): string {
  const last = words.slice(words.lastIndexOf(' ') + 1);
  const noun = subject.replace(/^the (?:new )?/, '').split(' ')[0];
  return words.includes(' ') && last === noun ? `${words.slice(0, -last.length)}${subject}` : `${words} ${subject}`;
}

/** `customer the customer with ...` is said once; `placement group the group "a"` is the placement group "a". */
function joined(words: string, said: string): string {
  const [, noun] = /^the (\S+)/.exec(said) ?? [];
  if (noun !== undefined && words.endsWith(` ${noun}`)) return said.replace(noun, words);
  const plain = /^(\S+) (?=\S)/.exec(said)?.[1];
  if (plain !== undefined && words.endsWith(` ${plain}`)) return `${words.slice(0, -plain.length)}${said}`;
  const once = words === '' || said.startsWith(`the ${words} `) || said.startsWith(`${words} `);
  return once ? said : said === 'true' || said === 'false' ? `${words} set to ${said}` : `${words} ${said}`;
}

/** Actions whose path ends in a value put something on the record, or take it off. */
function memberAct({ operation, sent }: GoalWrite, builder: ProgramBuilder, subject: string): string | null {
  const last = operation.segments.at(-1);
  const kind = operation.segments.at(-2);
  if (operation.kind !== 'action' || last?.kind !== 'param' || kind?.kind !== 'literal') return null;
  const value = sent.find(({ slot }) => slot.in === 'path' && slot.name === last.name);
  if (value === undefined || value.value.v !== 'input') return null;
  const member = `${singularOf(plainWords(kind.text))} ${valueWords(builder.inputs[value.value.name] ?? null)}`;
  return operation.method === 'DELETE' ? `remove the ${member} from ${subject}` : `add the ${member} to ${subject}`;
}

function parentPhrase(builder: ProgramBuilder, write: GoalWrite): string | null {
  const parent = write.operation.parents.at(-1);
  const sent =
    parent === undefined
      ? undefined
      : write.sent.find(({ slot }) => JSON.stringify(slot) === JSON.stringify(parent.slot));
  if (parent === undefined || sent === undefined) return null;
  return phraseOfId(builder, sent.recorded) ?? `the new ${singularOf(plainWords(parent.resource))}`;
}

function phraseOfId(builder: ProgramBuilder, id: Json): string | null {
  for (const [key, phrase] of builder.phrases) if (key.slice(key.lastIndexOf('/') + 1) === String(id)) return phrase;
  return null;
}

/** The field's name without the wrapper that repeats what the record is. */
function fieldName(model: LearnedModel, { operation }: GoalWrite, sent: SentValue): string {
  const path = sent.field ?? (sent.slot.in === 'body' ? sent.slot.path : [sent.slot.name]);
  const singular = indexModel(model).resource(operation.resource ?? '')?.singular;
  return fieldWords(path.length > 1 && path[0] === singular ? path.slice(1) : path);
}

function withProse(write: GoalWrite): string {
  const text = textOf(write, '');
  return text === '' ? '' : `; ${text}`;
}

function textOf(write: GoalWrite, owner: string): string {
  const texts = write.sent.filter(({ value }) => value.v === 'prose');
  return texts
    .map(
      (sent) =>
        `write the ${fieldWords(sent.field ?? [])}${owner} in your own words and mention ${listWords(sent.mentions.map((fact) => `"${fact}"`))}`,
    )
    .join(', and ');
}
