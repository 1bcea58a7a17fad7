import { describe, expect, it } from 'vitest';
import type { LearnedModel } from '../../src/model/learned-model.ts';
import type { Operation } from '../../src/model/operation.ts';
import type { ResourceField } from '../../src/model/resource.ts';
import { diffModels } from '../../src/mutate/diff-models.ts';
import { DESK_MODEL } from '../support/desk/desk-model.ts';

const withTickets = (change: (field: ResourceField) => ResourceField | null): LearnedModel => ({
  ...DESK_MODEL,
  resources: DESK_MODEL.resources.map((resource) =>
    resource.name === 'tickets'
      ? { ...resource, fields: resource.fields.flatMap((field) => change(field) ?? []) }
      : resource,
  ),
});
const withOperation = (id: string, change: (operation: Operation) => Operation | null): LearnedModel => ({
  ...DESK_MODEL,
  operations: DESK_MODEL.operations.flatMap((operation) =>
    operation.id.includes(id) ? (change(operation) ?? []) : operation,
  ),
});
const named = (field: ResourceField, name: string): boolean => field.path.join('.') === name;
const found = (after: LearnedModel): readonly unknown[] =>
  diffModels(DESK_MODEL, after).map((drift) => [drift.class, drift.where, drift.from, drift.to]);
describe('diffModels', () => {
  it('finds nothing between a model and itself, whatever the host is called', () => {
    expect(found(DESK_MODEL)).toEqual([]);
    const moved = {
      ...DESK_MODEL,
      operations: DESK_MODEL.operations.map((operation) => ({ ...operation, origin: 'http://127.0.0.1:1' })),
    };
    expect(found(moved)).toEqual([]);
  });

  it('tells a field renamed from one removed, moved, added or of another type', () => {
    expect(found(withTickets((field) => (named(field, 'priority') ? { ...field, path: ['urgency'] } : field)))).toEqual(
      [['field-renamed', 'tickets', 'priority', 'urgency']],
    );
    expect(
      found(
        withTickets((field) => (named(field, 'priority') ? { ...field, path: ['attributes', 'priority'] } : field)),
      ),
    ).toEqual([['field-moved', 'tickets', 'priority', 'attributes.priority']]);
    expect(found(withTickets((field) => (named(field, 'priority') ? null : field)))).toEqual([
      ['field-removed', 'tickets', 'priority', null],
    ]);
    expect(
      found(withTickets((field) => (named(field, 'customer_id') ? { ...field, types: ['string'] } : field))),
    ).toEqual([['type-changed', 'tickets.customer_id', ['number'], ['string']]]);
  });

  it('tells values of a closed set apart', () => {
    const more = withTickets((field) =>
      named(field, 'status') ? { ...field, enum: ['new', 'open', 'pending', 'closed'] } : field,
    );
    expect(found(more)).toEqual([
      ['enum-value-added', 'tickets.status', null, 'closed'],
      ['enum-value-removed', 'tickets.status', 'solved', null],
    ]);
  });

  it('finds endpoints that are gone, and those that have moved', () => {
    expect(found(withOperation('DELETE ', () => null))).toEqual([
      ['endpoint-removed', 'DELETE /tickets/{}', 'DELETE /tickets/{}', null],
    ]);
    const moved = withOperation('DELETE ', (operation) => ({
      ...operation,
      segments: [{ kind: 'literal', text: 'v2' }, ...operation.segments],
    }));
    expect(found(moved)).toEqual([
      ['endpoint-moved', 'DELETE /tickets/{}', 'DELETE /tickets/{}', 'DELETE /v2/tickets/{}'],
    ]);
  });

  it('says which mutators make worlds drift that way', () => {
    const [drift] = diffModels(
      DESK_MODEL,
      withTickets((field) => (named(field, 'priority') ? { ...field, path: ['urgency'] } : field)),
    );
    expect(drift?.mutators).toContain('drift/renamed-field');
  });
});
