import { expect, it } from 'vitest';
import { footprintsClash } from '../../src/mutate/footprints-clash.ts';

it.each([
  [['op:A'], ['op:B', 'record:tickets/12'], null],
  [['op:A'], ['op:A'], 'op:A'],
  [['record:tickets/12'], ['record:tickets/12#status'], 'record:tickets/12'],
  [['record:tickets/12#status'], ['record:tickets/12'], 'record:tickets/12'],
  [['record:tickets/1'], ['record:tickets/12'], null],
  [['op'], ['op:GET /tickets'], 'op'],
])('%j and %j share %j', (left, right, shared) => {
  expect(footprintsClash(left, right)).toBe(shared);
});
