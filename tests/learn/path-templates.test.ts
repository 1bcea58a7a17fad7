import { expect, it } from 'vitest';
import { exchangeOf } from '../../src/learn/reading/exchange.ts';
import { addPath, type PathEvidence } from '../../src/learn/paths/path-evidence.ts';
import { collapsePaths } from '../../src/learn/paths/path-templates.ts';
import { createRouter } from '../../src/learn/paths/router.ts';
import { SeenValues } from '../../src/learn/reading/seen-values.ts';
import { call } from '../support/recorded-calls.ts';

function templatesOf(...calls: readonly ReturnType<typeof call>[]): readonly string[] {
  const evidence: PathEvidence = { roots: new Map(), literals: new Set<string>() };
  const seen = new SeenValues();
  for (const interaction of calls) {
    const exchange = exchangeOf(interaction);
    addPath(evidence, exchange, seen);
    seen.add(exchange);
  }
  return createRouter(collapsePaths(evidence))
    .templates.map(({ text }) => text)
    .sort();
}

it('takes numbers, UUIDs and prefixed ids for values', () => {
  expect(
    templatesOf(
      call('GET /orders/17', { id: 17 }),
      call('GET /charges/ch_1a2B3c4D5e', { id: 'ch_1a2B3c4D5e' }),
      call('GET /notes/0b0e7a52-6d0e-4c57-8a2d-5f1f6f0e9d11', { id: 'x' }),
    ),
  ).toEqual(['/charges/{charge_id}', '/notes/{note_id}', '/orders/{order_id}']);
});

it('takes a word for a value where the answer is about it, and leaves its literal sibling alone', () => {
  expect(
    templatesOf(
      call('GET /projects', [{ slug: 'web-app' }, { slug: 'infra' }, { slug: 'data' }]),
      call('GET /projects/web-app', { slug: 'web-app', lead: 'x' }),
      call('GET /projects/infra', { slug: 'infra', lead: 'y' }),
      call('GET /projects/data', { slug: 'data', lead: 'z' }),
      call('GET /projects/search', { hits: [] }),
    ),
  ).toEqual(['/projects', '/projects/search', '/projects/{project_id}']);
});

it('keeps file endings and verbs apart from the id', () => {
  expect(
    templatesOf(call('GET /tickets/12.json', { ticket: { id: 12 } }), call('POST /tickets/12:close', { id: 12 })),
  ).toEqual(['/tickets/{ticket_id}.json', '/tickets/{ticket_id}:close']);
});

it('takes what looks like the other ids of a place for one, though it only met refusals', () => {
  const ids = ['n57q87rrm3ckt7d9', 'me34ulaav4kjnsha', 'tak4619bc05236j1', '14jurajdf1kut43d', 'gkmpo2s9uuf6grq1'];
  expect(
    templatesOf(
      call('GET /events', { items: ids.map((id) => ({ id })) }),
      ...ids.map((id) => call(`GET /events/${id}`, { id, title: 'x' })),
      ...ids.slice(0, 2).map((id) => call(`POST /events/${id}/accept`, { id, title: 'x' }, { status: 202 })),
      call('POST /events/zkmpo2s9uuf6grq1/accept', { error: 'nobody is invited' }, { status: 422, body: {} }),
    ).filter((text) => text.endsWith('accept')),
  ).toEqual(['/events/{event_id}/accept']);
});

it('does not take the actions of an item for values', () => {
  expect(
    templatesOf(
      call('POST /orders/1/pay', { id: 1, status: 'paid' }),
      call('POST /orders/2/ship', { id: 2, status: 'shipped' }),
      call('POST /orders/3/hold', { id: 3, status: 'held' }),
    ),
  ).toEqual(['/orders/{order_id}/hold', '/orders/{order_id}/pay', '/orders/{order_id}/ship']);
});

it('keeps /users/me apart from users', () => {
  expect(
    templatesOf(call('GET /users/7', { id: 7, name: 'Ann' }), call('GET /users/me', { id: 7, name: 'Ann' })),
  ).toEqual(['/users/me', '/users/{user_id}']);
});

it('takes a number in front of everything for the version of the API, and one that varies or answers for an id', () => {
  expect(
    templatesOf(
      call('GET /1/boards/5e93ba98614a', { id: '5e93ba98614a' }),
      call('GET /1/cards/5e93c827fb10', { id: '5e93c827fb10' }),
      call('GET /rest/api/2/issue/ABC-12', { key: 'ABC-12' }),
      call('GET /rest/api/2/myself', { name: 'x' }),
      call('GET /folders/9/mails/51', { id: 51 }),
      call('GET /folders/9/drafts/52', { id: 52 }),
    ),
  ).toEqual([
    '/1/boards/{board_id}',
    '/1/cards/{card_id}',
    '/folders/{folder_id}/drafts/{draft_id}',
    '/folders/{folder_id}/mails/{mail_id}',
    '/rest/api/2/issue/{issue_id}',
    '/rest/api/2/myself',
  ]);
  expect(
    templatesOf(call('GET /3/orders/51', { id: 51 }), call('GET /4/orders/52', { id: 52 }), call('GET /4/notes/5', {})),
  ).toEqual(['/{item_id}/notes/{note_id}', '/{item_id}/orders/{order_id}']);
});

it('does not take a word of the API for an id because an answer names one of its own keys', () => {
  expect(
    templatesOf(
      call('GET /issues/OPS-1/transitions', { expand: 'transitions', transitions: [{ id: '11' }] }),
      call('GET /issues/OPS-1/comments', { comments: [] }),
    ),
  ).toEqual(['/issues/{issue_id}/comments', '/issues/{issue_id}/transitions']);
});
