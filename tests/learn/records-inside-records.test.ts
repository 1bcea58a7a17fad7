import { expect, it } from 'vitest';
import { boardApi, boardScripts } from '../support/small/board.ts';
import { besides, recordedFrom, type Body } from '../support/small/small-api.ts';

const api = boardApi();
const { send } = besides(api, recordedFrom(api, boardScripts(60)));

function same(target: string, body?: Body): unknown {
  const { theirs, ours } = send(target, body);
  expect.soft(ours, target).toEqual(theirs);
  return theirs.body;
}

const slip = (body: Body): number => (same('POST /slips', body) as { id: number }).id;

it('shows the records that names stand for, in part or whole, and none where none is named', () => {
  slip({ title: 'Vote' });
  slip({ title: 'Vote', lead: 'kemal' });
  const id = slip({ title: 'Lease', tags: ['press', 'later'], note: 'mind the step' });
  same(`PATCH /slips/${id}`, { lead: 'ines' });
  same(`GET /slips/${id}`);
});

it('adds and takes out elements that requests give by name', () => {
  const id = slip({ title: 'Audit', tags: ['money'] });
  same(`POST /slips/${id}/tags`, { tags: ['legal', 'money', 'urgent'] });
  same(`DELETE /slips/${id}/tags/money`);
  same(`DELETE /slips/${id}/tags/money`);
  same(`GET /slips/${id}`);
});

it('leaves out what records lack, and merges or replaces as the method says', () => {
  const id = slip({ title: 'Leak', place: { room: 'R7', floor: 1 }, note: 'wet' });
  same(`PATCH /slips/${id}`, { place: { floor: 4 } });
  same(`PATCH /slips/${id}`, { note: null });
  same(`GET /slips/${id}`);
  same(`PUT /slips/${id}`, { title: 'Dry', lead: 'lena' });
  same(`GET /slips/${id}`);
});
