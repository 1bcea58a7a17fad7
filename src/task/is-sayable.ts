import { isArray, isObject, type Json } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import { indexModel } from '../model/model-index.ts';
import type { GoalWrite } from './goal-write.ts';
import type { ProgramBuilder } from './program-builder.ts';
import { onlyScalarOf, plainWords } from './words.ts';

const MOST_FIELDS = 7;
const MOST_ITEMS = 4;
const MOST_FIELDS_OF_ITEM = 4;
const LONGEST_VALUE = 160;
/** Records of the machinery: nobody asks a colleague to make one, or for what it says. */
const MACHINERY = /\b(job|batch|bulk|many|json|xml|result|response)\b|\w status$/i;

/** An item of nothing but these is a rule for a machine: `{field, operator, value}`. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(['field', 'operator', 'value', 'key', 'type', 'op', 'attribute']);

/** Nobody writes these into a request to a colleague. */
const SECRET = /(^|_)(pass|passwd|password|secret|private_key|api_key|authorized_keys|ssl_cert|ssl_key)(_|$)/i;

/** Whether a person would ask for these writes in a sentence, and could say every value. */
export function isSayable(model: LearnedModel, builder: ProgramBuilder): boolean {
  if (builder.writes.some((write) => saysTooMuch(write) || isMachinery(model, write.operation.resource ?? '')))
    return false;
  const said = builder.writes.map((write) =>
    JSON.stringify([write.operation.id, write.sent.map(({ slot, recorded }) => [slot, recorded])]),
  );
  if (new Set(said).size < said.length) return false;
  if (
    builder.writes.some(
      ({ operation, sent, target }) =>
        !['delete', 'action'].includes(operation.kind) && target !== null && sent.every(({ field }) => field === null),
    )
  )
    return false;
  if (makesAndUndoes(builder.writes) || builder.writes.some((write) => isAmbiguous(builder, write))) return false;
  return Object.entries(builder.inputs).every(([name, value]) => !SECRET.test(name) && isSayableValue(value));
}

/** Nobody asks for something to be made and taken away again. */
function makesAndUndoes(writes: readonly GoalWrite[]): boolean {
  const made = new Set(writes.flatMap(({ created }) => created ?? []));
  return writes.some(({ operation, target }) => operation.kind === 'delete' && target !== null && made.has(target));
}

/** `the new domain`, where two of them are made. */
function isAmbiguous({ writes, phrases }: ProgramBuilder, { target }: GoalWrite): boolean {
  if (target === null || phrases.has(target)) return false;
  const resource = target.split('/')[0];
  return new Set(writes.flatMap(({ created }) => (created?.split('/')[0] === resource ? [created] : []))).size > 1;
}

export function isMachinery(model: LearnedModel, resource: string): boolean {
  return MACHINERY.test(plainWords(indexModel(model).resource(resource)?.singular ?? resource));
}

function saysTooMuch(write: GoalWrite): boolean {
  return write.sent.filter(({ value }) => value.v === 'input' || value.v === 'prose').length > MOST_FIELDS;
}

function isSayableValue(value: Json): boolean {
  const only = onlyScalarOf(value);
  if (only !== null) return isSayableScalar(only);
  if (isArray(value))
    return (
      value.length > 0 &&
      value.length <= MOST_ITEMS &&
      value.every((item) => (isObject(item) ? isSayableItem(item) : isSayableScalar(item)))
    );
  return isObject(value) ? isSayableItem(value) : isSayableScalar(value);
}

function isSayableItem(item: Json): boolean {
  if (!isObject(item)) return false;
  const names = Object.keys(item);
  return (
    names.length > 0 &&
    names.length <= MOST_FIELDS_OF_ITEM &&
    names.every((name) => /[a-z]/i.test(name)) &&
    !names.every((name) => SAYS_NOTHING.has(name.toLowerCase())) &&
    Object.values(item).every(isSayableScalar)
  );
}

function isSayableScalar(value: Json): boolean {
  if (typeof value !== 'string') return typeof value === 'number' || typeof value === 'boolean';
  return (
    value.trim() !== '' && value.length <= LONGEST_VALUE && !/[\n\r\t<>{}]|^#!|\[(SANITIZED|REDACTED)\]/.test(value)
  );
}
