import { expect, it } from 'vitest';
import type { Json } from '../../src/model/json.ts';
import { clauseOf } from '../../src/task/clause.ts';
import type { GoalWrite, SentValue } from '../../src/task/goal-write.ts';
import type { ProgramBuilder } from '../../src/task/program-builder.ts';
import { DESK_MODEL } from '../support/desk/desk-model.ts';

const operation = DESK_MODEL.operations.find(({ kind, resource }) => kind === 'update' && resource === 'tickets');

function clause(inputs: Readonly<Record<string, Json>>): string {
  if (operation === undefined) throw new Error('The desk updates no tickets.');
  const sent = Object.entries(inputs).map(([name, value]): SentValue => ({
    slot: { in: 'body', path: [name] },
    field: [name],
    value: { v: 'input', name },
    recorded: value,
    mentions: [],
  }));
  const builder = { inputs, phrases: new Map([['tickets/7', 'ticket 7']]) } as unknown as ProgramBuilder;
  return clauseOf(DESK_MODEL, builder, { operation, target: 'tickets/7', sent } as unknown as GoalWrite);
}

it('says a field once that is sent under two names with one value, and both where they differ', () => {
  expect(clause({ subject: 'Late', raw_subject: 'Late' })).toBe('set the subject of ticket 7 to "Late"');
  expect(clause({ subject: 'Late', raw_subject: 'Later' })).toBe(
    'set subject to "Late" and subject to "Later" on ticket 7',
  );
});
