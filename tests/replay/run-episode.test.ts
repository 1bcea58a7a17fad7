import { describe, expect, it } from 'vitest';
import { NO_BODY, type HttpRequest } from '../../src/model/http.ts';
import { NOTES } from '../support/notes-model.ts';
import { startNotes } from '../support/notes-episode.ts';

const get = (target: string): HttpRequest => ({ method: 'GET', origin: NOTES, target, headers: [], body: NO_BODY });

describe('a rollout', () => {
  it('moves world time by the think gap and the modelled latency', () => {
    const run = startNotes();
    const begun = run.at;
    run.request(get('/notes'));
    expect(run.at - begun).toBe(250 + 20);
    expect(run.trajectory().steps[0]).toMatchObject({ kind: 'call', at: begun + 250, latencyMs: 20 });
  });

  it('turns a latency above the timeout into a timeout, and moves time by the timeout', () => {
    const run = startNotes();
    const begun = run.at;
    expect(run.request(get('/slow'))).toMatchObject({ kind: 'error', error: { kind: 'timeout' } });
    expect(run.at - begun).toBe(250 + 10_000);
  });

  it('breaks down at one call more than allowed, and refuses what comes after', () => {
    const run = startNotes({}, { maxCalls: 2 });
    run.request(get('/notes'));
    run.request(get('/notes'));
    expect(run.over).toBe(false);
    expect(run.request(get('/notes'))).toMatchObject({ kind: 'error', error: { kind: 'refused' } });
    expect(run.trajectory().end).toMatchObject({ kind: 'broke', why: 'max-calls' });
    expect(run.trajectory().steps).toHaveLength(2);
  });

  it('is tainted by a request that the world cannot answer', () => {
    const run = startNotes();
    run.request(get('/nothing'));
    expect(run.over).toBe(true);
    expect(run.trajectory().end.kind).toBe('tainted');
  });

  it('is tainted, not ended, by a bug of the world', () => {
    const run = startNotes();
    expect(run.request(get('/bug'))).toMatchObject({ kind: 'error' });
    expect(run.trajectory().end).toMatchObject({
      kind: 'tainted',
      message: expect.stringContaining('a bug in the world'),
    });
  });

  it('keeps its first end', () => {
    const run = startNotes();
    run.report('conflict', ['n1']);
    run.finish('late');
    run.fail('crash', 'later');
    expect(run.trajectory().end).toEqual({ kind: 'reported', reason: 'conflict', evidence: ['n1'] });
  });

  it('answers say from the script, repeating its last turn', () => {
    const run = startNotes({
      user: {
        turns: [
          { reply: 'one', inputs: {} },
          { reply: 'two', inputs: {} },
        ],
      },
    });
    expect([run.say('a'), run.say('b'), run.say('c')]).toEqual(['one', 'two', 'two']);
  });

  it('tells an agent nothing of the plan', () => {
    const mutated = startNotes({
      id: 'e9999999999',
      family: 'data',
      plan: [{ mutator: 'data/missing-field', target: 'secret-target', params: null }],
    });
    const text = JSON.stringify(mutated.view);
    expect(text).not.toMatch(/missing-field|secret-target|e9999999999|data/);
    expect({ ...mutated.view, id: '' }).toEqual({ ...startNotes().view, id: '' });
  });

  it('gives the credentials of its own principal first, with the way to a fresh one', () => {
    const [own] = startNotes().view.credentials[NOTES] ?? [];
    expect(own).toEqual({
      principal: 'ann',
      headers: [['Authorization', 'Bearer ann-0']],
      login: {
        method: 'POST',
        path: '/login',
        headers: [['Content-Type', 'application/json']],
        body: '{"user":"ann"}',
      },
    });
  });
});

describe('the tools interface', () => {
  it('builds the request, signs it as the principal and renders the answer', () => {
    const run = startNotes({ interface: 'tools' });
    expect(run.call('create_note', { text: 'hello' })).toEqual({
      status: 201,
      headers: { Location: `${NOTES}/notes/n1` },
      body: { id: 'n1', url: `${NOTES}/notes/n1`, text: 'hello' },
      truncated: false,
    });
    expect(run.trajectory().steps[0]).toMatchObject({
      tool: { name: 'create_note' },
      request: { method: 'POST', target: '/notes' },
    });
  });

  it('logs in again once when the token has expired, at no cost of calls', () => {
    const run = startNotes({ interface: 'tools' }, { tokenCalls: 1, maxCalls: 3 });
    const results = [run.call('list_notes', {}), run.call('list_notes', {}), run.call('list_notes', {})];
    expect(results.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(run.over).toBe(false);
  });

  it('shows long bodies in parts that join to the whole', () => {
    const run = startNotes({ interface: 'tools' });
    let result = run.call('get_big', {});
    let text = String(result.body);
    expect(result.truncated).toBe(true);
    while (result.truncated) {
      result = run.call('continue_result', {});
      text += String(result.body);
    }
    expect(JSON.parse(text)).toHaveLength(5000);
    expect(run.trajectory().steps).toHaveLength(1);
  });

  it.each([
    ['no_such_tool', {}, 'unknown_tool'],
    ['get_note', {}, 'invalid_arguments'],
    ['get_note', { id: '' }, 'invalid_arguments'],
    ['create_note', { text: 'a', colour: 'red' }, 'invalid_arguments'],
    ['continue_result', {}, 'nothing_to_continue'],
  ])('refuses %s %j as %s without asking the world, and counts it', (name, args, error) => {
    const run = startNotes({ interface: 'tools' }, { maxCalls: 1 });
    expect(run.call(name, args)).toMatchObject({ status: 400, body: { error } });
    expect(run.trajectory().steps).toMatchObject([{ kind: 'call', operation: null, source: 'none' }]);
    expect(run.call('list_notes', {}).status).toBe(410);
  });

  it('takes no raw requests, as HTTP episodes take no tool calls', () => {
    expect(startNotes({ interface: 'tools' }).request(get('/notes'))).toMatchObject({
      kind: 'error',
      error: { kind: 'refused' },
    });
    expect(startNotes().call('list_notes', {})).toMatchObject({ status: 400, body: { error: 'wrong_interface' } });
  });
});
