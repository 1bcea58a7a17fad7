import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playScript } from '../../src/agents/play-script.ts';
import type { AgentEpisode } from '../../src/model/agent.ts';
import { openDesk } from '../support/helpdesk-desk.ts';
import { HELPDESK_SCRIPTS } from '../support/helpdesk-scripts.ts';

const happyPath = (episode: AgentEpisode): Promise<void> => playScript(episode, HELPDESK_SCRIPTS);

describe('the happy-path agent', () => {
  let desk: Awaited<ReturnType<typeof openDesk>>;

  beforeAll(async () => {
    desk = await openDesk();
  });
  afterAll(() => desk.close());

  const aTicket = (skip: number) => [...desk.helpdesk.state.tickets.values()][skip];

  it('plays the script of the workflow with the inputs it is given', async () => {
    const ticket = aTicket(0);
    const priority = ticket?.priority === 'high' ? 'low' : 'high';
    const played = await desk.play(happyPath, {
      workflow: 'triage',
      inputs: { ticket_subject: ticket?.subject ?? '', priority },
    });
    expect(played.end).toEqual({ kind: 'finished', answer: null });
    expect(ticket?.priority).toBe(priority);
    expect(played.sent.at(-1)?.method).toBe('PATCH');
  });

  it('plays the nearest script where none was written for these inputs', async () => {
    const ticket = aTicket(1);
    const priority = ticket?.priority === 'high' ? 'low' : 'high';
    await desk.play(happyPath, { workflow: 'triage', inputs: { ticket_id: ticket?.id ?? 0, priority } });
    expect(ticket?.priority).toBe(priority);
  });

  it('breaks down at the first answer that was not so when it was recorded', async () => {
    const ticket = aTicket(2);
    const refuse = () => Promise.resolve(new Response('{}', { status: 429, headers: { 'Retry-After': '1' } }));
    const played = await desk.play(happyPath, {
      workflow: 'triage',
      inputs: { ticket_subject: ticket?.subject ?? '', priority: 'low' },
      trouble: refuse,
    });
    expect(played.end.kind).toBe('crashed');
    expect(played.sent).toHaveLength(1);
    expect(played.waits).toEqual([]);
  });
});
