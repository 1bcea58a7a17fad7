import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from '../../src/model/json.ts';
import type { Effect } from '../../src/model/effect.ts';
import type { LearnedModel } from '../../src/model/learned-model.ts';
import type { Operation } from '../../src/model/operation.ts';
import { learn } from '../../src/learn/learn.ts';
import { traceSession } from '../../src/learn/trace/trace-session.ts';
import { crmApi } from '../support/reference-apis/crm/crm-api.ts';
import { payApi } from '../support/reference-apis/pay/pay-api.ts';
import { shopApi } from '../support/reference-apis/shop/shop-api.ts';
import { trackerApi } from '../support/reference-apis/tracker/tracker-api.ts';
import { referenceSessions } from '../support/reference-sessions.ts';

const APIS = [shopApi, crmApi, payApi, trackerApi];

describe.each(APIS)('$name', (api) => {
  const sessions = referenceSessions(api, 1, 60);
  const model = learn(() => sessions);

  it('is learned the same way twice', () => {
    expect(canonicalJson(learn(() => sessions) as unknown as Json)).toBe(canonicalJson(model as unknown as Json));
  });

  it('names only resources, slots and operations that the model has', () => {
    expect(danglingNames(model)).toEqual([]);
  });

  it('has a way to succeed for every operation, the last one unconditional', () => {
    for (const { id, branches } of model.operations) {
      const good = branches.filter(({ success }) => success);
      if (good.length > 0) expect([id, good.at(-1)?.guard.g]).toEqual([id, 'always']);
    }
  });

  it('traces every session, each response value to an earlier step', () => {
    for (const session of sessions) {
      for (const step of traceSession(model, session).steps)
        for (const { source } of step.values)
          if (source.kind === 'response') expect(source.step).toBeLessThan(step.seq);
    }
  });
});

describe('what is learned of the shop', () => {
  const model = learn(() => referenceSessions(shopApi, 1, 60));

  it('finds orders, products and customers with their references', () => {
    expect(model.resources.map(({ name }) => name).sort()).toEqual(['categories', 'customers', 'orders', 'products']);
    expect(fieldOf(model, 'orders', 'customer_id')?.references).toBe('customers');
  });

  it('totals an order over its lines', () => {
    const create = effectsOf(operation(model, 'POST', '/v1/orders')).find(({ t }) => t === 'create');
    expect(create?.t === 'create' && create.set.find(({ path }) => path.join() === 'subtotal')?.value).toMatchObject({
      k: 'fold',
      fn: 'sum',
      array: ['items'],
    });
    expect(create?.t === 'create' && create.set.find(({ path }) => path.join() === 'total')?.value).toMatchObject({
      k: 'sum',
    });
  });

  it('takes stock for every line', () => {
    expect(effectsOf(operation(model, 'POST', '/v1/orders')).find(({ t }) => t === 'each')).toMatchObject({
      effects: [{ t: 'update', of: { r: 'element', resource: 'products' }, set: [{ path: ['stock'] }] }],
    });
  });

  it('refuses to pay what is not pending', () => {
    expect(
      operation(model, 'POST', '/v1/orders/{}/pay').branches.find(({ status }) => status === 409)?.guard,
    ).toMatchObject({ g: 'not', of: { g: 'state-in', path: ['status'], values: ['pending'] } });
  });

  it('refuses a customer whose e-mail is taken', () => {
    expect(
      operation(model, 'POST', '/v1/customers').branches.find(({ status }) => status === 409)?.guard,
    ).toMatchObject({ g: 'taken', resource: 'customers', path: ['email'] });
  });
});

describe('what is learned of the tracker', () => {
  const model = learn(() => referenceSessions(trackerApi, 1, 60));

  it('knows that issue numbers count within their project', () => {
    expect(model.resources.find(({ name }) => name === 'issues')).toMatchObject({
      idPath: ['number'],
      scope: 'parent',
      parent: { resource: 'projects', field: ['project'] },
    });
  });

  it('counts the issues of a project', () => {
    expect(effectsOf(operation(model, 'POST', '/api/projects/{}/issues'))).toContainEqual(
      expect.objectContaining({
        t: 'recompute',
        set: [
          expect.objectContaining({
            path: ['issue_count'],
            value: expect.objectContaining({ k: 'aggregate', fn: 'count' }),
          }),
        ],
      }),
    );
  });
});

function operation(model: LearnedModel, method: string, path: string): Operation {
  const found = model.operations.find(
    (one) =>
      one.method === method &&
      `/${one.segments.map((segment) => (segment.kind === 'literal' ? segment.text : '{}')).join('/')}` === path,
  );
  if (found === undefined) throw new Error(`no ${method} ${path}`);
  return found;
}

function effectsOf({ branches }: Operation): readonly Effect[] {
  return branches.findLast(({ success }) => success)?.effects ?? [];
}

function fieldOf(
  model: LearnedModel,
  resource: string,
  path: string,
): LearnedModel['resources'][number]['fields'][number] | undefined {
  return model.resources.find(({ name }) => name === resource)?.fields.find((field) => field.path.join('.') === path);
}

/** Every `resource` anywhere in a model must be one of its resources. */
function danglingNames(model: LearnedModel): readonly string[] {
  const known = new Set(model.resources.map(({ name }) => name));
  const wrong = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        if (key === 'resource' && typeof item === 'string' && !known.has(item)) wrong.add(item);
        visit(item);
      }
    }
  };
  visit(
    model.operations.map(({ branches, target, parents, list }) => ({
      effects: branches.map(({ effects, guard }) => ({ effects, guard })),
      target,
      parents,
      list,
    })),
  );
  return [...wrong];
}
