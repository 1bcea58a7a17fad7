import { expect, it } from 'vitest';
import { CollectingDraft } from '../../src/mutate/collecting-draft.ts';
import { deskDraft } from '../support/desk/desk-draft.ts';
import { DESK_AT, DESK_MODEL } from '../support/desk/desk-model.ts';

const start = () => deskDraft({ model: DESK_MODEL, patches: [], seed: 1, startAt: DESK_AT });

it('shows records as changed, and leaves the start as it was', () => {
  const base = start();
  const draft = new CollectingDraft(base, start);
  draft.add({ p: 'set', key: 'tickets/12', path: ['status'], value: 'solved' });
  draft.add({ p: 'set', key: 'tickets/12', path: ['type'] });
  draft.add({ p: 'remove', key: 'tickets/15', unborn: true });
  expect(draft.entity('tickets/12')?.doc).toMatchObject({ status: 'solved' });
  expect(draft.entity('tickets/12')?.doc).not.toHaveProperty('type');
  expect(draft.entity('tickets/15')).toBeNull();
  expect([...draft.entitiesOf('tickets')].map(({ id }) => id)).not.toContain('15');
  expect(base.entity('tickets/12')?.doc).toMatchObject({ status: 'open', type: 'question' });
});

it('hands out the same new ids whatever other plans did before', () => {
  const base = start();
  const first = new CollectingDraft(base, start);
  const ids = [first.freshId('tickets'), first.freshId('tickets')];
  expect([new CollectingDraft(base, start).freshId('tickets'), ids[0]]).toEqual(['90', '90']);
  expect(ids[1]).toBe('91');
});

it('copies a record under an id of its own', () => {
  const draft = new CollectingDraft(start(), start);
  const key = draft.clone('tickets/12', { subject: 'Copy' });
  expect(draft.entity(key)).toMatchObject({ key: 'tickets/90', id: '90', doc: { id: 90, subject: 'Copy' } });
  expect(draft.patches).toHaveLength(1);
});
