import { describe, expect, it } from 'vitest';
import { fieldPlace } from '../../src/agents/field-place.ts';

const KNOWN = ['id', 'subject', 'status', 'customer_id'];

describe('the place of a field', () => {
  it.each([
    ['as it was', { id: 1, subject: 'Printer' }, ['subject']],
    ['in another style', { id: 1, customerId: 7 }, ['customerId'], ['customer_id']],
    ['inside another object', { id: 1, details: { subject: 'Printer' } }, ['details', 'subject']],
    ['under a name alike', { id: 1, subject_line: 'Printer', extra: 1 }, ['subject_line']],
    [
      'under another name, in its old place',
      { id: 1, title: 'Printer', status: 'new', customer_id: 7, extra: 1 },
      ['title'],
    ],
    [
      'under another name, the only one that is new',
      { title: 'Printer', id: 1, status: 'new', customer_id: 7 },
      ['title'],
    ],
  ] as const)('is %s', (_how, record, place, path: readonly string[] = ['subject']) => {
    expect(fieldPlace(record, path, KNOWN)).toEqual(place);
  });

  it('is where the value is that is looked for', () => {
    expect(fieldPlace({ a: 1, b: 'Printer', c: 'x', d: null }, ['subject'], KNOWN, 'Printer')).toEqual(['b']);
  });

  it('is nowhere where the record just lacks the field', () => {
    expect(fieldPlace({ id: 1, status: 'new', customer_id: 7 }, ['subject'], KNOWN)).toBeNull();
  });
});
