import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { LearnedModel } from '../../src/model/learned-model.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { permuteModel } from '../../src/world/permute-model.ts';
import { helpdeskModel, START } from '../support/models/helpdesk-model.ts';
import { clientOf } from '../support/models/world-client.ts';

const plain = helpdeskModel();
const named: LearnedModel = {
  ...plain,
  base: {
    ...plain.base,
    entities: plain.base.entities.map((entity) => {
      if (entity.key === 'customers/3')
        return { ...entity, doc: { ...entity.doc, name: 'Anna Schmidt', email: 'anna.schmidt@example.com' } };
      if (entity.key === 'tickets/14')
        return {
          ...entity,
          doc: {
            ...entity.doc,
            body: "Anna's order, see ticket 17 and https://desk.example.com/tickets/17.json (Schmidt)",
          },
        };
      return entity;
    }),
  },
};

describe('a permuted model', () => {
  const { model, map } = permuteModel(named, 7);
  const other = (key: string): string => map(key) as string;
  const docOf = (key: string): JsonObject => model.base.entities.find((entity) => entity.key === other(key))?.doc ?? {};

  it('has as many records under other ids of the same length, in the same order', () => {
    expect(model.base.entities).toHaveLength(named.base.entities.length);
    const ids = model.base.entities.filter(({ resource }) => resource === 'tickets').map(({ id }) => Number(id));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    expect(new Set(ids).size).toBe(60);
    expect(other('tickets/17')).not.toBe('tickets/17');
    expect(other('tickets/17')).toMatch(/^tickets\/\d\d$/);
  });

  it('changes references, links, mentions and people together', () => {
    const seventeen = other('tickets/17').slice(8);
    const name = String(docOf('customers/3')['name']);
    const [first = '', last = ''] = name.split(' ');
    expect(name).not.toContain('Anna');
    const plainName = (word: string): string =>
      word
        .normalize('NFKD')
        .replace(/[^A-Za-z]/g, '')
        .toLowerCase();
    expect(docOf('customers/3')['email']).toBe(`${plainName(first)}.${plainName(last)}@example.com`);
    expect(docOf('tickets/14')['body']).toBe(
      `${first}'s order, see ticket ${seventeen} and https://desk.example.com/tickets/${seventeen}.json (${last})`,
    );
    const comment = model.base.entities.find(({ resource }) => resource === 'comments');
    expect(comment?.parent).toBe(`tickets/${String(comment?.doc['ticket_id'])}`);
    expect(map({ key: 'customers/3', path: ['name'], value: 'Anna Schmidt' })).toEqual({
      key: other('customers/3'),
      path: ['name'],
      value: name,
    });
  });

  it('says tasks anew', () => {
    const task = {
      id: 't0123456789',
      instruction: 'Close ticket 17 for Anna Schmidt, case number 17.',
      phrasings: ['Please close 17.'],
      inputs: { ticket_id: 17, name: 'Anna Schmidt' },
      goal: [
        {
          kind: 'field',
          key: 'tickets/17',
          resource: 'tickets',
          path: ['customer_id'],
          match: { m: 'exact', value: 3 },
        },
      ],
      oracle: {
        steps: [
          {
            kind: 'read',
            as: 'a',
            resource: 'tickets',
            operation: 'GET https://desk.example.com/tickets/{id}',
            slots: [{ slot: { in: 'path', name: 'id' }, value: { v: 'constant', value: 17 } }],
          },
        ],
      },
      start: [{ p: 'put', entity: named.base.entities.find(({ key }) => key === 'tickets/14') }],
    };
    const next = map(task as unknown as Json) as unknown as typeof task;
    const id = Number(other('tickets/17').slice(8));
    const name = docOf('customers/3')['name'];
    expect(next.inputs).toEqual({ ticket_id: id, name });
    expect(next.instruction).toBe(`Close ticket ${id} for ${String(name)}, case number ${id}.`);
    expect(next.phrasings).toEqual([`Please close ${id}.`]);
    expect(next.goal[0]).toMatchObject({
      key: `tickets/${id}`,
      match: { value: Number(other('customers/3').slice(10)) },
    });
    expect(next.oracle.steps[0]?.slots[0]?.value).toEqual({ v: 'constant', value: id });
    expect(next.start[0]?.entity?.key).toBe(other('tickets/14'));
    expect(next.id).toBe(task.id);
  });

  it('answers as the plain one does, seen through the map', () => {
    const [before, after] = [named, model].map((each) =>
      clientOf(createWorld({ model: each, patches: [], seed: 1, startAt: START })),
    );
    for (const key of ['tickets/14', 'customers/3', 'orders/2']) {
      const said = before?.('GET', `/${key}`).body as Json;
      expect(after?.('GET', `/${other(key)}`).body).toEqual(map(said));
    }
    expect(after?.('GET', '/tickets?status=open').body.total).toBe(before?.('GET', '/tickets?status=open').body.total);
    expect(after?.('POST', '/customers', { name: 'N', email: 'n@example.com' }).status).toBe(201);
  });
});
