/**
 * Strict function schemas: every property required, nothing beside them, no open objects. What a model may leave out
 * becomes nullable; what has no closed shape is given as JSON text. `restore` turns such arguments back.
 */
import { isArray, isObject, objectOf, type Json, type JsonObject } from '../model/json.ts';

export interface StrictVariant {
  readonly parameters: JsonObject;
  readonly restore: (args: JsonObject) => JsonObject;
}

/** @example `{id, note?}` => both required, `note` of type `["string", "null"]`; `{id: 1, note: null}` restores to `{id: 1}` */
export function strictVariant(parameters: JsonObject): StrictVariant {
  const { schema, restore } = closed(parameters);
  return { parameters: schema, restore: (args) => asObject(restore(args)) };
}

interface Closed {
  readonly schema: JsonObject;
  readonly restore: (value: Json) => Json;
}

const KEPT_FORMATS = new Set(['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid']);
const same = (value: Json): Json => value;

function closed(schema: JsonObject): Closed {
  const types = typesOf(schema);
  const properties = isObject(schema['properties']) ? schema['properties'] : null;
  const isRoot = types.length === 1 && types[0] === 'object' && schema['additionalProperties'] === false;
  if (types.includes('object')) {
    if (properties === null || (Object.keys(properties).length === 0 && !isRoot)) return asText(schema, types);
    return closedObject(schema, properties);
  }
  if (types.includes('array')) {
    const { items } = schema;
    if (!isObject(items)) return asText(schema, types);
    const inner = closed(items);
    return {
      schema: { ...described(schema), items: inner.schema },
      restore: (value) => (isArray(value) ? value.map(inner.restore) : value),
    };
  }
  if (types.length === 0 && schema['enum'] === undefined) return asText(schema, types);
  return { schema: described(schema), restore: same };
}

function closedObject(schema: JsonObject, properties: JsonObject): Closed {
  const required = new Set(isArray(schema['required']) ? schema['required'] : []);
  const fields = Object.entries(properties).map(([name, given]) => {
    const inner = closed(asObject(given));
    const optional = !required.has(name);
    return { name, optional, restore: inner.restore, schema: optional ? nullable(inner.schema) : inner.schema };
  });
  const byName = new Map(fields.map((field) => [field.name, field]));
  return {
    schema: {
      ...described(schema),
      properties: objectOf(fields.map((field) => [field.name, field.schema])),
      required: fields.map(({ name }) => name),
      additionalProperties: false,
    },
    restore: (value) =>
      !isObject(value)
        ? value
        : objectOf(
            Object.entries(value).flatMap(([name, given]): [string, Json][] => {
              const field = byName.get(name);
              if (field?.optional === true && given === null) return [];
              return [[name, field === undefined ? given : field.restore(given)]];
            }),
          ),
  };
}

/** An open value as JSON text: the only way strict mode leaves for it. */
function asText(schema: JsonObject, types: readonly Json[]): Closed {
  const said = typeof schema['description'] === 'string' ? `${schema['description']} ` : '';
  const kind = types.filter((type) => type !== 'null').join(' or ') || 'any value';
  return {
    schema: {
      type: types.includes('null') ? ['string', 'null'] : 'string',
      description: `${said}As JSON text (${kind}).`,
    },
    restore: (value) => (typeof value === 'string' ? parsedOr(value) : value),
  };
}

function described(schema: JsonObject): JsonObject {
  const { type, description, enum: values, format } = schema;
  return {
    ...(type === undefined ? {} : { type }),
    ...(description === undefined ? {} : { description }),
    ...(values === undefined ? {} : { enum: values }),
    ...(typeof format === 'string' && KEPT_FORMATS.has(format) ? { format } : {}),
  };
}

function nullable(schema: JsonObject): JsonObject {
  const types = typesOf(schema);
  const values = schema['enum'];
  return {
    ...schema,
    ...(types.length === 0 || types.includes('null') ? {} : { type: [...types, 'null'] }),
    ...(isArray(values) && !values.includes(null) ? { enum: [...values, null] } : {}),
  };
}

function typesOf({ type }: JsonObject): readonly Json[] {
  return isArray(type) ? type : type === undefined ? [] : [type];
}

function asObject(value: Json): JsonObject {
  return isObject(value) ? value : {};
}

/** A model that was asked for JSON text and gave a bare word means the word. */
function parsedOr(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
