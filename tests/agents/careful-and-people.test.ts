import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playCarefully } from '../../src/agents/careful/play-carefully.ts';
import { toldIn } from '../../src/agents/careful/told-in.ts';
import { wantsAWord } from '../../src/agents/careful/wants-a-word.ts';
import type { AgentEpisode } from '../../src/model/agent.ts';
import { openDesk } from '../support/helpdesk-desk.ts';
import { HELPDESK_SCRIPTS } from '../support/helpdesk-scripts.ts';

const careful = (episode: AgentEpisode): Promise<void> => playCarefully(episode, HELPDESK_SCRIPTS);

describe('wantsAWord', () => {
  it.each([
    ['Close ticket 7.', 'nothing'],
    ['Close the ticket with subject "Ask me before you start".', 'nothing'],
    ['Close ticket 7. Ask me for the priority first.', 'before'],
    ['Close ticket 7. Check with me before you change anything.', 'before'],
    ['Close ticket 7. Tell me when you are about to start.', 'before'],
    ['Close ticket 7. Let me know once it is written.', 'after'],
    ['Close ticket 7. Tell me when it is done, before you finish.', 'after'],
  ])('reads %s as %s', (instruction, when) => {
    expect(wantsAWord(instruction)).toBe(when);
  });
});

describe('toldIn', () => {
  it.each([
    ['The priority is "high".', [{ name: 'priority', value: 'high' }]],
    ['Found it: 12 for the customer id.', [{ name: 'customer id', value: 12 }]],
    [
      'Thank you. One thing: the due date has to be "2026-04-01" after all.',
      [{ name: 'due date', value: '2026-04-01' }],
    ],
    [
      'Make the priority "low" and the channel "email".',
      [
        { name: 'priority', value: 'low' },
        { name: 'channel', value: 'email' },
      ],
    ],
    ['Leave out the new ticket; the rest as I said.', []],
  ])('hears in %s', (reply, facts) => {
    expect(toldIn(reply)).toEqual(facts);
  });
});

describe('the careful agent and a person', () => {
  let desk: Awaited<ReturnType<typeof openDesk>>;
  beforeAll(async () => {
    desk = await openDesk();
  });
  afterAll(() => desk.close());

  const aTicket = (skip: number) => {
    const all = [...desk.helpdesk.state.tickets.values()].filter(
      (ticket, _, tickets) => tickets.filter(({ subject }) => subject === ticket.subject).length === 1,
    );
    const ticket = all[skip];
    if (ticket === undefined) throw new Error('The helpdesk has too few tickets.');
    return { ticket, priority: ticket.priority === 'high' ? 'low' : 'high' };
  };

  it('says nothing where nobody wants to hear from it', async () => {
    const { ticket, priority } = aTicket(0);
    const played = await desk.play(careful, {
      workflow: 'triage',
      inputs: { ticket_subject: ticket.subject, priority },
      instruction: `Set the priority of the ticket with subject "${ticket.subject}" to "${priority}".`,
    });
    expect(played.said).toEqual([]);
    expect(ticket.priority).toBe(priority);
  });

  it('asks for a fact that was kept back', async () => {
    const { ticket, priority } = aTicket(1);
    const played = await desk.play(careful, {
      workflow: 'triage',
      inputs: { ticket_subject: ticket.subject },
      instruction: `Set the priority of the ticket with subject "${ticket.subject}" to (ask me). Ask me for the priority before you start.`,
      person: [`The priority is "${priority}".`],
    });
    expect(played.said).toHaveLength(1);
    expect(ticket.priority).toBe(priority);
  });

  it('asks again where told to', async () => {
    const { ticket, priority } = aTicket(2);
    const played = await desk.play(careful, {
      workflow: 'triage',
      inputs: { ticket_subject: ticket.subject },
      instruction: `Set the priority of the ticket with subject "${ticket.subject}" to (ask me). Ask me for the priority before you start.`,
      person: ['One moment, please ask me again.', `The priority is "${priority}".`],
    });
    expect(played.said).toHaveLength(2);
    expect(ticket.priority).toBe(priority);
  });

  it('writes again what is corrected once it has been written, and only that', async () => {
    const { ticket, priority } = aTicket(3);
    const played = await desk.play(careful, {
      workflow: 'triage',
      inputs: { ticket_subject: ticket.subject, priority },
      instruction: `Set the priority of the ticket with subject "${ticket.subject}" to "${priority}". Tell me when it is done.`,
      person: ['One thing: the priority has to be "urgent" after all.'],
    });
    expect(ticket.priority).toBe('urgent');
    expect(played.sent.filter(({ method }) => method !== 'GET')).toHaveLength(2);
  });

  it('starts a list again whose place was forgotten', async () => {
    const { ticket, priority } = aTicket(60);
    const played = await desk.play(careful, {
      workflow: 'triage',
      inputs: { ticket_subject: ticket.subject, priority },
      trouble: ({ method, path }, _answer, nth) =>
        method === 'GET' && path.startsWith('/v1/tickets?') && nth === 1
          ? Promise.resolve(new Response('{"error":"cursor expired"}', { status: 410 }))
          : null,
    });
    expect(played.end.kind).toBe('finished');
    expect(ticket.priority).toBe(priority);
  });
});
