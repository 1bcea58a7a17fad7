import { isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Call } from '../router.ts';
import { refuse } from './crm-document.ts';
import { isoOf, liveOf, RELATED } from './crm-world.ts';
import type { CrmAttributes, CrmRecord, CrmType, CrmWorld } from './crm-world.ts';

const FIELDS: Readonly<Record<CrmType, CrmAttributes>> = {
  companies: { name: null, domain: null, industry: null, employees: null },
  contacts: { first_name: null, last_name: null, email: null, phone: null, status: 'lead' },
  deals: { title: null, amount: null, currency: 'EUR', stage: 'new', closed_on: null },
  notes: { text: null },
};
const REQUIRED: Readonly<Record<CrmType, readonly string[]>> = {
  companies: ['name'],
  contacts: ['last_name', 'email'],
  deals: ['title'],
  notes: ['text'],
};
const ONE: Readonly<Record<CrmType, readonly string[]>> = {
  companies: [],
  contacts: ['company'],
  deals: ['company'],
  notes: ['contact'],
};
const MANY: Readonly<Record<CrmType, readonly string[]>> = {
  companies: [],
  contacts: [],
  deals: ['contacts'],
  notes: [],
};
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  status: ['lead', 'active', 'churned'],
  stage: ['new', 'qualified', 'proposal', 'won', 'lost'],
  currency: ['EUR', 'USD', 'GBP'],
};

/** The record a create or update document asks for, or a refusal; nothing is changed here. */
export function recordFrom(call: Call<CrmWorld>, type: CrmType, before: CrmRecord | undefined): CrmRecord {
  const data = dataOf(call);
  if (!isJsonObject(data))
    throw refuse(422, 'invalid_document', 'data must be a resource object', { pointer: '/data' });
  if (data['type'] !== type)
    throw refuse(409, 'type_mismatch', `This endpoint holds ${type}`, { pointer: '/data/type' });
  if (before === undefined && data['id'] !== undefined)
    throw refuse(403, 'client_id_forbidden', 'Ids are chosen by the server', { pointer: '/data/id' });
  if (before !== undefined && data['id'] !== before.id)
    throw refuse(409, 'id_mismatch', 'data.id differs from the URL', { pointer: '/data/id' });
  const attributes = readAttributes(type, isJsonObject(data['attributes']) ? data['attributes'] : {}, before);
  const { one, many } = readRelationships(
    call.state,
    type,
    isJsonObject(data['relationships']) ? data['relationships'] : {},
    before,
  );
  const id = before?.id;
  if (type === 'contacts') {
    const twin = liveOf(call.state, 'contacts').find(
      (other) => other.id !== id && sameText(other.attributes['email'], attributes['email']),
    );
    if (twin !== undefined)
      throw refuse(409, 'email_taken', 'Another contact has this e-mail', { pointer: '/data/attributes/email' });
  }
  const closing = type === 'deals' && ['won', 'lost'].includes(String(attributes['stage']));
  if (
    type === 'deals' &&
    before !== undefined &&
    ['won', 'lost'].includes(String(before.attributes['stage'])) &&
    attributes['stage'] !== before.attributes['stage']
  ) {
    throw refuse(409, 'deal_closed', 'A closed deal cannot change its stage', { pointer: '/data/attributes/stage' });
  }
  const closed_on = closing ? (attributes['closed_on'] ?? isoOf(call.at).slice(0, 10)) : null;
  return {
    type,
    id: id ?? call.state.random.uuid(),
    attributes: type === 'deals' ? { ...attributes, closed_on } : attributes,
    one,
    many,
    created: before?.created ?? call.at,
    updated: call.at,
    deleted: false,
  };
}

/** Resource identifiers of a relationship document, each existing. */
export function linkageFrom(call: Call<CrmWorld>, name: string): readonly string[] {
  const data = dataOf(call);
  return idsOf(call.state, name, data, '/data');
}

function dataOf(call: Call<CrmWorld>): JsonValue | undefined {
  const body = call.json();
  if (body === undefined) throw refuse(400, 'invalid_json', 'The body is not JSON');
  return body['data'];
}

function readAttributes(type: CrmType, given: JsonObject, before: CrmRecord | undefined): CrmAttributes {
  const attributes: Record<string, string | number | null> = { ...(before?.attributes ?? FIELDS[type]) };
  for (const [name, value] of Object.entries(given)) {
    if (name in FIELDS[type] && !isJsonObject(value) && !Array.isArray(value))
      attributes[name] = value as string | number | null;
  }
  const invalid = (name: string, code: string, title: string): Error =>
    refuse(422, code, title, { pointer: `/data/attributes/${name}` });
  for (const name of REQUIRED[type]) {
    if (typeof attributes[name] !== 'string' || attributes[name] === '')
      throw invalid(name, 'blank', `${name} cannot be blank`);
  }
  if (type === 'contacts' && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(String(attributes['email'])))
    throw invalid('email', 'invalid', 'email is not an e-mail address');
  for (const [name, values] of Object.entries(ALLOWED)) {
    if (name in attributes && !values.includes(String(attributes[name])))
      throw invalid(name, 'not_in_list', `${name} must be one of ${values.join(', ')}`);
  }
  const { amount } = attributes;
  if (typeof amount === 'number' || (typeof amount === 'string' && !/^\d+(\.\d\d)?$/.test(amount)))
    throw invalid('amount', 'invalid', 'amount must be a decimal string');
  if (typeof amount === 'string' && !amount.includes('.')) attributes['amount'] = `${amount}.00`;
  return attributes;
}

function readRelationships(
  world: CrmWorld,
  type: CrmType,
  given: JsonObject,
  before: CrmRecord | undefined,
): Pick<CrmRecord, 'one' | 'many'> {
  const one: Record<string, string | null> = {};
  const many: Record<string, readonly string[]> = {};
  const dataIn = (name: string): JsonValue | undefined => (isJsonObject(given[name]) ? given[name]['data'] : undefined);
  for (const name of ONE[type]) {
    const data = dataIn(name);
    const [id] = data === undefined || data === null ? [] : idsOf(world, name, data, `/data/relationships/${name}`);
    one[name] = data === undefined ? (before?.one[name] ?? null) : (id ?? null);
  }
  for (const name of MANY[type]) {
    const data = dataIn(name);
    many[name] =
      data === undefined
        ? (before?.many[name] ?? [])
        : [...new Set(idsOf(world, name, data, `/data/relationships/${name}`))];
  }
  return { one, many };
}

function idsOf(world: CrmWorld, name: string, data: JsonValue | undefined, pointer: string): readonly string[] {
  const refs = (Array.isArray(data) ? data : [data ?? null]) as readonly JsonValue[];
  return refs.map((ref) => {
    const id = isJsonObject(ref) ? String(ref['id']) : '';
    const found = world.records.get(id);
    if (!isJsonObject(ref) || found === undefined || found.deleted || found.type !== RELATED[name])
      throw refuse(404, 'related_not_found', `${name} refers to nothing`, { pointer });
    return id;
  });
}

function sameText(a: unknown, b: unknown): boolean {
  return String(a).toLowerCase() === String(b).toLowerCase();
}
