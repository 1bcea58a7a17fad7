import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../mutators/index.ts';
import type { TracedStep } from '../../src/model/trace.ts';
import { mutate } from '../../src/mutate/mutate.ts';
import { ratesLike } from '../../src/mutate/rates-like.ts';
import { DESK, DESK_MODEL } from '../support/desk/desk-model.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';

const step = (method: string, path: string, status: number | null, subject?: string): TracedStep => ({
  seq: 0,
  at: 0,
  operation: `${method} ${DESK}${path}`,
  status,
  success: status !== null && status < 400,
  values:
    subject === undefined
      ? []
      : [{ slot: { in: 'body', path: ['ticket', 'subject'] }, value: subject, source: { kind: 'instruction' } }],
  views: [],
  changes: [],
});
const rates = (...steps: readonly TracedStep[]): Readonly<Record<string, number>> =>
  ratesLike({ steps }, (id) => DESK_MODEL.operations.find((operation) => operation.id === id), CATALOGUE);

describe('ratesLike', () => {
  it('wants what a session met, by its statuses and broken connections', () => {
    expect(Object.keys(rates(step('GET', '/tickets', 429), step('GET', '/tickets', 200)))).toEqual(['status:429']);
    expect(Object.keys(rates(step('PATCH', '/tickets/{id}', 503)))).toEqual(['status:5xx']);
    expect(Object.keys(rates(step('PATCH', '/tickets/{id}', null)))).toEqual(['network', 'timeout']);
    expect(Object.keys(rates(step('PATCH', '/tickets/{id}', 423)))).toEqual(['status:409']);
  });

  it('takes the same write sent twice for one whose answer was lost', () => {
    const create = (subject: string): TracedStep => step('POST', '/tickets', 201, subject);
    expect(Object.keys(rates(create('Chairs'), create('Chairs')))).toEqual(['timeout']);
    expect(rates(create('Chairs'), create('Lamps'))).toEqual({});
    expect(rates(step('GET', '/tickets', 200), step('GET', '/tickets', 200))).toEqual({});
  });

  it('makes every other mutation about what went wrong, also in a small set', () => {
    const drafts = (given: Readonly<Record<string, number>>): number => {
      const all = [
        ...mutate({
          ...DESK_FIXTURE,
          catalogue: CATALOGUE,
          seed: 4,
          count: 40,
          neutral: 0,
          maxMutations: 1,
          rates: given,
        }),
      ];
      const limited = all.filter(({ plan }) =>
        plan.some(({ mutator }) => CATALOGUE.find(({ id }) => id === mutator)?.rate === 'status:429'),
      );
      return limited.length / all.length;
    };
    expect(drafts(rates(step('GET', '/tickets', 429)))).toBeGreaterThan(0.35);
    expect(drafts({})).toBeLessThan(0.1);
  });
});
