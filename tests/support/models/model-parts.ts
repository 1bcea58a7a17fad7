/** Short ways to write the parts of a learned model by hand. */
import type { Json, JsonPath } from '../../../src/model/json.ts';
import type { Branch } from '../../../src/model/branch.ts';
import type { Expr } from '../../../src/model/expr.ts';
import type { FieldModel } from '../../../src/model/field.ts';
import type { Operation, Segment } from '../../../src/model/operation.ts';
import type { Resource, ResourceField } from '../../../src/model/resource.ts';
import type { Slot } from '../../../src/model/slot.ts';
import type { Template, View } from '../../../src/model/template.ts';

export const ORIGIN = 'https://desk.example.com';

export const query = (name: string): Slot => ({ in: 'query', name });
export const body = (...path: JsonPath): Slot => ({ in: 'body', path });
export const path = (name: string): Slot => ({ in: 'path', name });
export const value = (constant: Json): Expr => ({ k: 'const', value: constant });
export const sent = (slot: Slot, fallback: Json | null = null): Expr => ({ k: 'slot', slot, as: 'json', fallback });
export const shown = (expr: Expr): Template => ({ t: 'expr', value: expr });
export const now: Expr = { k: 'now', format: 'yyyy-MM-ddTHH:mm:ssZ', plusSeconds: 0 };

export function object(fields: Readonly<Record<string, Template>>, optional: readonly string[] = []): Template {
  return {
    t: 'object',
    fields: Object.entries(fields).map(([key, part]) => ({ key, value: part, optional: optional.includes(key) })),
  };
}

export function view(resource: string, parts: Partial<View> = {}): View {
  return { resource, fields: null, moved: [], embeds: [], ...parts };
}

export function entity(resource: string, of: 'target' | 'created', parts: Partial<View> = {}): Template {
  return { t: 'entity', of: { r: of }, view: view(resource, parts) };
}

export function fieldModel(
  name: string,
  type: FieldModel['types'][number],
  parts: Partial<FieldModel> = {},
): FieldModel {
  return {
    path: name.split('.'),
    types: [type],
    presence: 1,
    seen: 40,
    nullShare: 0,
    enum: null,
    format: null,
    examples: [],
    distinct: 40,
    minLength: null,
    maxLength: null,
    min: null,
    max: null,
    ...parts,
  };
}

export function field(
  name: string,
  type: FieldModel['types'][number],
  parts: Partial<ResourceField> = {},
): ResourceField {
  return { ...fieldModel(name, type), role: 'plain', references: null, writable: true, ...parts };
}

export function resource(name: string, fields: readonly ResourceField[], parts: Partial<Resource> = {}): Resource {
  return {
    name,
    singular: name.replace(/s$/, ''),
    origin: ORIGIN,
    idPath: ['id'],
    idShape: { kind: 'integer', min: 1, max: 1000, step: 1 },
    scope: 'global',
    parent: null,
    singleton: false,
    fields,
    naturalKey: [],
    labelField: null,
    softDelete: null,
    goneStatus: 404,
    ...parts,
  };
}

/** `/tickets/{id}`: braces make integer parameters. */
export function segments(template: string): readonly Segment[] {
  return template
    .split('/')
    .slice(1)
    .map((text): Segment => {
      const param = /^(.*)\{(\w+)(?::(\w+))?\}(.*)$/.exec(text);
      if (param === null) return { kind: 'literal', text };
      const [, prefix = '', name = '', alias, suffix = ''] = param;
      const shape = { kind: 'integer', min: 1, max: 1e6, step: 1 } as const;
      return {
        kind: 'param',
        name,
        prefix,
        suffix,
        shape,
        resource: null,
        aliases: alias === undefined ? [] : [alias],
      };
    });
}

export function operation(
  method: string,
  template: string,
  kind: Operation['kind'],
  parts: Partial<Operation> = {},
): Operation {
  const parent = parts.parents ?? [];
  return {
    id: `${method} ${ORIGIN}${template.replace(/\{(\w+):\w+\}/g, '{$1}')}`,
    name: `${method.toLowerCase()}_${template.replace(/\W+/g, '_')}`,
    method,
    origin: ORIGIN,
    segments: segments(template),
    discriminator: null,
    kind,
    count: 40,
    resource: null,
    target: null,
    parents: parent,
    request: {
      contentType: method === 'GET' || method === 'DELETE' ? null : 'application/json',
      body: [],
      query: [],
      headers: [],
    },
    branches: [],
    list: null,
    authenticated: true,
    ...parts,
  };
}

export function success(status: number, template: Template, parts: Partial<Branch> = {}): Branch {
  return {
    guard: { g: 'always' },
    status,
    effects: [],
    body: template,
    headers: [],
    seen: 40,
    success: true,
    ...parts,
  };
}
