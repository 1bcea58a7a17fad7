import { describe, expect, it } from 'vitest';
import { lookAlike } from '../../src/mutate/help/look-alike.ts';
import { moveTime } from '../../src/mutate/help/move-time.ts';
import { plainWords } from '../../src/mutate/help/plain-words.ts';
import { rekeyed } from '../../src/mutate/help/rekeyed.ts';
import { renamed } from '../../src/mutate/help/renamed.ts';

describe('what mutators build with', () => {
  it('moves a time without changing how it is written', () => {
    expect(moveTime('2024-05-01T10:00:00Z', -60_000)).toBe('2024-05-01T09:59:00Z');
    expect(moveTime('2024-05-01 10:00:00.250+02:00', 1_000)).toBe('2024-05-01 10:00:01.250+02:00');
    expect(moveTime('yesterday', 1_000)).toBeUndefined();
  });

  it('says names as a person would', () => {
    expect(plainWords('customer_id')).toBe('customer id');
    expect(plainWords(['attributes', 'dueDate'])).toBe('due date');
  });

  it('gives a document another id, also in its own URLs, and nowhere else', () => {
    const doc = { id: 12, url: 'https://desk.example.com/tickets/12.json', note: 'see 12', other: '/tickets/123' };
    expect(rekeyed(doc, '12', '90', ['id'])).toEqual({
      id: 90,
      url: 'https://desk.example.com/tickets/90.json',
      note: 'see 12',
      other: '/tickets/123',
    });
  });

  it('finds new names that are not taken', () => {
    expect(renamed('subject', 0, new Set(), 'ticket')).toBe('title');
    expect(renamed('subject', 0, new Set(['title']), 'ticket')).not.toBe('title');
    expect(renamed('customer_name', 1, new Set(), 'ticket')).toBe('customerName');
    expect(renamed('type', 1, new Set(), 'ticket')).toBe('ticket_type');
  });

  it('changes one character of a name, never the first', () => {
    for (let way = 0; way < 20; way += 1) {
      const other = lookAlike('Maria Lopez', way);
      expect([...other].filter((letter, at) => letter !== 'Maria Lopez'[at])).toHaveLength(1);
      expect(other[0]).toBe('M');
    }
  });
});
