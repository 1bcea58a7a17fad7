/** Tasks that only few mutators need: apart from the desk's own, and where it has to be, on a desk with one thing more. */
import type { JsonObject } from '../../../src/model/json.ts';
import type { LearnedModel } from '../../../src/model/learned-model.ts';
import type { OracleStep } from '../../../src/model/oracle.ts';
import type { GoalAtom, Task } from '../../../src/model/task.ts';
import type { TaskSlice } from '../../../src/model/task-slice.ts';
import { drawParams } from '../../../src/mutate/draw-params.ts';
import type { AnyMutator } from '../../../src/mutate/mutator.ts';
import { PlacedTask } from '../../../src/mutate/placed-task.ts';
import { randomFrom } from '../../../src/mutate/random.ts';
import type { Prover, Proving } from '../../../src/prove/create-prover.ts';
import type { MutatorFixture } from '../mutator-laws.ts';
import { deskDraft } from './desk-draft.ts';
import { bodySlot, DESK_MODEL } from './desk-model.ts';
import { createDeskProver } from './desk-prover.ts';
import {
  body,
  CREATE_TASK,
  deskTask,
  findTicket,
  from,
  input,
  itemId,
  op,
  pathSlot,
  readTicket,
  recorded,
  ticketId,
  UPDATE_TASK,
} from './desk-tasks.ts';

export interface DeskCase extends MutatorFixture {
  readonly prover: Prover;
}

/** The proof of a mutator in a case, at the first place where it applies. */
export function provenIn({ prover, ...fixture }: DeskCase, mutator: AnyMutator): Proving {
  for (const slice of fixture.slices) {
    const placed = new PlacedTask(fixture.model, fixture.createDraft, slice);
    const [site] = placed.sitesOf(mutator);
    if (site === undefined) continue;
    const params = drawParams(mutator, randomFrom(1), null);
    return prover.prove(
      placed.drafted([{ mutator: mutator.id, target: site.target, params }], 1, () => mutator),
      'http',
    );
  }
  return { kind: 'refused', reason: 'it applies nowhere' };
}

/** Who loses there; why nobody can, where it is refused. */
export function loserIn(given: DeskCase, mutator: AnyMutator): string {
  const proving = provenIn(given, mutator);
  return proving.kind === 'proven' ? (proving.episode.proof.bite?.policy ?? 'nobody') : proving.reason;
}

function caseOf(task: Task, model: LearnedModel = DESK_MODEL): DeskCase {
  const prover = createDeskProver(model);
  const slice: TaskSlice | string = prover.slice(task, 'http');
  if (typeof slice === 'string') throw new Error(`The oracle cannot do ${task.id}: ${slice}`);
  return { model, slices: [slice], createDraft: deskDraft, prover };
}

const createTicket = (as: string, subject: string): OracleStep => ({
  kind: 'write',
  as,
  resource: 'tickets',
  operation: op('POST /tickets'),
  slots: [body(input(subject), 'ticket', 'subject')],
  confirm: {
    c: 'find',
    operation: op('GET /tickets'),
    slots: [],
    where: [{ path: ['subject'], equals: input(subject) }],
  },
});
const newTicket = (name: string, subject: string): GoalAtom => ({
  kind: 'new',
  name,
  resource: 'tickets',
  parent: null,
  fields: [{ path: ['subject'], match: { m: 'exact', value: subject } }],
});

/** Clients that mark their requests. */
export const MARKED_CASE = caseOf({
  ...CREATE_TASK,
  id: 't00000marked',
  oracle: {
    steps: CREATE_TASK.oracle.steps.map((step) =>
      step.kind === 'write'
        ? {
            ...step,
            slots: [...step.slots, { slot: { in: 'header', name: 'Idempotency-Key' }, value: { v: 'fresh' } }],
          }
        : step,
    ),
  },
});

/** The same for several records. */
export const BULK_CASE = caseOf(
  deskTask(
    't0000000bulk',
    'create',
    'Create a ticket with subject "Order chairs", create a ticket with subject "Order lamps" and create a ticket with subject "Order desks".',
    { subject: 'Order chairs', subject_2: 'Order lamps', subject_3: 'Order desks' },
    [createTicket('create_1', 'subject'), createTicket('create_2', 'subject_2'), createTicket('create_3', 'subject_3')],
    [newTicket('create_1', 'Order chairs'), newTicket('create_2', 'Order lamps'), newTicket('create_3', 'Order desks')],
    recorded(
      ['POST /tickets', [bodySlot('ticket', 'subject'), 'Order chairs', null]],
      ['POST /tickets', [bodySlot('ticket', 'subject'), 'Order lamps', null]],
      ['POST /tickets', [bodySlot('ticket', 'subject'), 'Order desks', null]],
    ),
  ),
);

/** What one write makes, the next one needs. */
export const FOLLOW_UP_CASE = caseOf(
  deskTask(
    't0000follow',
    'create',
    'Create a ticket with subject "Order chairs". Then add a comment to it; write the body in your own words, as text that mentions "Order chairs".',
    { subject: 'Order chairs' },
    [
      createTicket('create_1', 'subject'),
      {
        kind: 'write',
        as: 'create_2',
        resource: 'comments',
        operation: op('POST /tickets/{ticket_id}/comments'),
        slots: [
          pathSlot('ticket_id', from('create_1', 'id')),
          body({ v: 'prose', facts: [input('subject')] }, 'comment', 'body'),
          body({ v: 'constant', value: true }, 'comment', 'public'),
        ],
        confirm: null,
      },
    ],
    [
      newTicket('create_1', 'Order chairs'),
      {
        kind: 'new',
        name: 'create_2',
        resource: 'comments',
        parent: null,
        fields: [
          { path: ['body'], match: { m: 'prose', mentions: ['Order chairs'], mustNot: [] } },
          { path: ['ticket_id'], match: { m: 'new', name: 'create_1' } },
        ],
      },
    ],
    recorded(
      ['POST /tickets', [bodySlot('ticket', 'subject'), 'Order chairs', null]],
      [
        'POST /tickets/{ticket_id}/comments',
        itemId(0, 'ticket_id'),
        [bodySlot('comment', 'body'), 'This is about Order chairs, thank you.', null],
      ],
    ),
  ),
);

/** Whatever is written leaves its time behind. */
export const LOGGED_CASE = caseOf({ ...UPDATE_TASK, id: 't00000logged' }, withUpdateTimes(DESK_MODEL));

/** A number that has to be told as it is. */
export const NUMBER_CASE = caseOf(
  deskTask(
    't00000number',
    'answer',
    'What is the hours open of the ticket "Box was open"?',
    { ticket_subject: 'Box was open' },
    [findTicket, readTicket, { kind: 'answer', value: from('ticket_item', 'hours_open') }],
    [{ kind: 'answer', value: 23.75, about: { key: 'tickets/57', resource: 'tickets', path: ['hours_open'] } }],
    recorded(['GET /tickets'], ['GET /tickets/{id}', ticketId(0, 15)]),
  ),
  withHours(DESK_MODEL),
);

function withUpdateTimes(model: LearnedModel): LearnedModel {
  return {
    ...model,
    operations: model.operations.map((operation) =>
      operation.name !== 'update_ticket'
        ? operation
        : {
            ...operation,
            branches: operation.branches.map((branch) => ({
              ...branch,
              effects: branch.effects.map((effect) =>
                effect.t === 'update'
                  ? {
                      ...effect,
                      set: [{ path: ['updated_at'], value: { k: 'now', format: 'epoch-ms', plusSeconds: 0 } as const }],
                    }
                  : effect,
              ),
            })),
          },
    ),
  };
}

function withHours(model: LearnedModel): LearnedModel {
  const hours = { types: ['number'] as const, writable: false, role: 'plain' as const };
  return {
    ...model,
    resources: model.resources.map((resource) => {
      const [like] = resource.fields;
      return resource.name !== 'tickets' || like === undefined
        ? resource
        : { ...resource, fields: [...resource.fields, { ...like, path: ['hours_open'], format: null, ...hours }] };
    }),
    base: {
      ...model.base,
      entities: model.base.entities.map((entity, at) =>
        entity.resource === 'tickets'
          ? { ...entity, doc: { ...entity.doc, hours_open: hoursOf(entity.doc, at) } satisfies JsonObject }
          : entity,
      ),
    },
  };
}

function hoursOf({ id }: JsonObject, at: number): number {
  return id === 57 ? 23.75 : at * 1.5 + 0.25;
}
