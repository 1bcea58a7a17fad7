import { describe, expect, it } from 'vitest';
import { toolsOf } from '../../src/learn/tools-of.ts';
import type { FieldModel } from '../../src/model/field.ts';
import type { Operation } from '../../src/model/operation.ts';
import { DESK_MODEL } from '../support/desk/desk-model.ts';

const FIELD: FieldModel = {
  path: [],
  types: ['string'],
  presence: 1,
  seen: 12,
  nullShare: 0,
  enum: null,
  format: null,
  examples: [],
  distinct: 2,
  minLength: null,
  maxLength: null,
  min: null,
  max: null,
};

const operationOf = (kind: Operation['kind'], request: Partial<Operation['request']>): Operation => {
  const found = DESK_MODEL.operations.find((operation) => operation.kind === kind);
  if (found === undefined) throw new Error(`The desk has no ${kind}.`);
  return {
    ...found,
    branches: found.branches.filter(({ success }) => success),
    request: { ...found.request, headers: [], query: [], body: [], ...request },
  };
};

const toolOf = (operation: Operation) => {
  const [tool] = toolsOf({ ...DESK_MODEL, operations: [operation] });
  if (tool === undefined) throw new Error('no tool');
  return tool;
};

describe('a function of the API', () => {
  it('shows by example how its arguments are written', () => {
    const query = [
      { ...FIELD, path: ['sort'], examples: ['-placed_at', 'total'] },
      { ...FIELD, path: ['per_page'], examples: ['20'], distinct: 1 },
    ];
    expect(toolOf(operationOf('list', { query })).description).toMatch(
      /\. Example: \{"sort":"-placed_at","per_page":"20"\}$/,
    );
  });

  it('shows no id, no name, no secret and nothing that one call sent alone', () => {
    const body = [
      { ...FIELD, path: ['customer_id'], examples: ['cus_1'] },
      { ...FIELD, path: ['api_token'], examples: ['t0ken'] },
      { ...FIELD, path: ['owner'], examples: ['Ann'], format: 'name' as const },
      { ...FIELD, path: ['subject'], examples: ['Where is it?'], distinct: 12 },
    ];
    expect(toolOf(operationOf('create', { body })).description).not.toContain('Example');
  });

  it('takes whole numbers in a query as numbers', () => {
    const query = [{ ...FIELD, path: ['min_total'], examples: ['5', '100'] }];
    expect(toolOf(operationOf('list', { query })).parameters['properties']).toMatchObject({
      min_total: { type: ['integer', 'string'] },
    });
  });

  it('insists on a field of a new record, and not on one of a change', () => {
    const body = [{ ...FIELD, path: ['subject'], examples: ['x'], distinct: 12 }];
    expect(toolOf(operationOf('create', { body })).parameters['required']).toContain('subject');
    expect(toolOf(operationOf('update', { body })).parameters['required']).not.toContain('subject');
  });
});
