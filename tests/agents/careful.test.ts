import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playCarefully } from '../../src/agents/careful/play-carefully.ts';
import type { AgentEpisode } from '../../src/model/agent.ts';
import { openDesk, type Trouble } from '../support/helpdesk-desk.ts';
import { HELPDESK_SCRIPTS } from '../support/helpdesk-scripts.ts';

const careful = (episode: AgentEpisode): Promise<void> => playCarefully(episode, HELPDESK_SCRIPTS);
const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });
const isWrite = (method: string): boolean => method !== 'GET';

describe('the careful agent', () => {
  let desk: Awaited<ReturnType<typeof openDesk>>;

  beforeAll(async () => {
    desk = await openDesk();
  });
  afterAll(() => desk.close());

  /** A ticket nobody else has the subject of, from far back in the list. */
  const aTicket = (skip: number) => {
    const all = [...desk.helpdesk.state.tickets.values()].filter(
      (ticket, _, tickets) => tickets.filter(({ subject }) => subject === ticket.subject).length === 1,
    );
    const ticket = all[skip];
    if (ticket === undefined) throw new Error('The helpdesk has too few tickets.');
    return ticket;
  };
  const triage = (skip: number, trouble?: Trouble) => {
    const ticket = aTicket(skip);
    const priority = ticket.priority === 'high' ? 'low' : 'high';
    return {
      ticket,
      priority,
      wish: { workflow: 'triage', inputs: { ticket_subject: ticket.subject, priority }, ...(trouble && { trouble }) },
    };
  };
  const reply = (skip: number, trouble?: Trouble) => {
    const ticket = aTicket(skip);
    const comments = () =>
      [...desk.helpdesk.state.comments.values()].filter(({ ticketId }) => ticketId === ticket.id).length;
    const instruction = `On the ticket, write the body in your own words, as text that mentions "${ticket.subject}".`;
    return {
      ticket,
      comments,
      before: comments(),
      wish: {
        workflow: 'reply',
        instruction,
        inputs: { ticket_subject: ticket.subject, public: true },
        ...(trouble && { trouble }),
      },
    };
  };

  it('does what it is asked, once', async () => {
    const { ticket, priority, wish } = triage(0);
    const played = await desk.play(careful, wish);
    expect(played.end).toEqual({ kind: 'finished', answer: null });
    expect(ticket.priority).toBe(priority);
    expect(played.sent.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  it('answers a question from the record itself', async () => {
    const [customer] = desk.helpdesk.state.customers.values();
    const played = await desk.play(careful, { workflow: 'look-up', inputs: { customer_email: customer?.email ?? '' } });
    expect(played.end).toEqual({ kind: 'finished', answer: customer?.plan });
  });

  it('deletes, and sees that it is gone', async () => {
    const ticket = aTicket(3);
    const played = await desk.play(careful, { workflow: 'delete-spam', inputs: { ticket_subject: ticket.subject } });
    expect(played.end.kind).toBe('finished');
    expect(desk.helpdesk.state.tickets.has(ticket.id)).toBe(false);
  });

  it.each([
    ['a 429 with seconds', () => json({}, 429, { 'Retry-After': '37' }), 37],
    [
      'a 503 with a date',
      () =>
        json({}, 503, {
          'Retry-After': new Date(Date.UTC(2026, 2, 2, 9, 1)).toUTCString(),
          Date: new Date(Date.UTC(2026, 2, 2, 9, 0)).toUTCString(),
        }),
      60,
    ],
    ['a lock that runs out', () => json({}, 423, { 'Retry-After': '12' }), 12],
    ['a 429 without a word', () => json({}, 429), 1],
    ['a server error', () => json({}, 500), 1],
    [
      'a gateway page',
      () => new Response('<html>Bad Gateway</html>', { status: 200, headers: { 'Content-Type': 'text/html' } }),
      1,
    ],
  ])('waits after %s and goes on', async (_name, refusal, seconds) => {
    const { ticket, priority, wish } = triage(4, ({ method }, _answer, nth) =>
      method === 'PATCH' && nth === 0 ? Promise.resolve(refusal()) : null,
    );
    const played = await desk.play(careful, wish);
    expect(played.end.kind).toBe('finished');
    expect(ticket.priority).toBe(priority);
    expect(played.waits).toContain(seconds);
  });

  it('reads again when an answer is cut short', async () => {
    const { wish } = triage(5, ({ path }, answer, nth) =>
      path.startsWith('/v1/tickets') && nth === 0
        ? answer().then(
            async (response) =>
              new Response((await response.text()).slice(0, 40), { headers: { 'Content-Type': 'application/json' } }),
          )
        : null,
    );
    expect((await desk.play(careful, wish)).end.kind).toBe('finished');
  });

  it('logs in again when its token has ended', async () => {
    const { ticket, priority, wish } = triage(6, ({ method }, _answer, nth) =>
      method === 'PATCH' && nth === 0 ? Promise.resolve(json({}, 401)) : null,
    );
    const played = await desk.play(careful, wish);
    expect(ticket.priority).toBe(priority);
    expect(new Set(played.sent.map(({ authorization }) => authorization)).size).toBeGreaterThan(1);
  });

  it.each([
    ['lost', 7],
    ['an error', 20],
  ] as const)('looks before it repeats a write whose answer is %s', async (how, skip) => {
    const { comments, before, wish } = reply(skip, ({ method }, answer, nth) => {
      if (!isWrite(method) || nth > 0) return null;
      return answer().then(() => (how === 'lost' ? Promise.reject(new TypeError('fetch failed')) : json({}, 502)));
    });
    const played = await desk.play(careful, wish);
    expect(played.end.kind).toBe('finished');
    expect(comments()).toBe(before + 1);
  });

  it('repeats a write that never arrived', async () => {
    const { comments, before, wish } = reply(8, ({ method }, _answer, nth) =>
      isWrite(method) && nth === 0 ? Promise.reject(new TypeError('fetch failed')) : null,
    );
    expect((await desk.play(careful, wish)).end.kind).toBe('finished');
    expect(comments()).toBe(before + 1);
  });

  it('writes again what did not take', async () => {
    const { ticket, priority, wish } = triage(9, ({ method, path }, _answer, nth) =>
      method === 'PATCH' && nth === 0 ? fetch(`${path}`).catch(() => json({ id: 1, priority: 'high' })) : null,
    );
    const played = await desk.play(careful, wish);
    expect(ticket.priority).toBe(priority);
    expect(played.sent.filter(({ method }) => method === 'PATCH')).toHaveLength(2);
  });

  it('says that it is done already, and changes nothing', async () => {
    const ticket = aTicket(10);
    const played = await desk.play(careful, {
      workflow: 'triage',
      inputs: { ticket_subject: ticket.subject, priority: ticket.priority },
    });
    expect(played.end).toEqual({ kind: 'reported', reason: 'already_done', evidence: [String(ticket.id)] });
    expect(played.sent.every(({ method }) => !isWrite(method))).toBe(true);
  });

  it('says that the same job was done a moment ago', async () => {
    const { wish, comments, before } = reply(11);
    await desk.play(careful, wish);
    const again = await desk.play(careful, wish);
    expect(again.end).toMatchObject({ kind: 'reported', reason: 'already_done' });
    expect(comments()).toBe(before + 1);
  });

  it('says that nothing fits after looking at every page', async () => {
    const played = await desk.play(careful, {
      workflow: 'triage',
      inputs: { ticket_subject: 'There is no such ticket', priority: 'low' },
    });
    expect(played.end).toMatchObject({ kind: 'reported', reason: 'not_found' });
    expect(played.sent.length).toBeGreaterThan(1);
  });

  it('names both of two that fit, and touches neither; takes the one that is described', async () => {
    const { ticket, priority, wish } = triage(12);
    const { tickets } = desk.helpdesk.state;
    const twin = { ...ticket, id: 9_999, channel: ticket.channel === 'web' ? ('phone' as const) : ('web' as const) };
    tickets.set(twin.id, twin);
    const played = await desk.play(careful, wish);
    expect(played.end).toEqual({
      kind: 'reported',
      reason: 'conflict',
      evidence: expect.arrayContaining([String(ticket.id), '9999']),
    });
    const told = await desk.play(careful, { ...wish, inputs: { ...wish.inputs, ticket_channel: ticket.channel } });
    expect(told.end.kind).toBe('finished');
    expect([ticket.priority, twin.priority === priority]).toEqual([priority, false]);
    tickets.delete(twin.id);
  });

  it('finds a record by what it is called instead', async () => {
    const { state } = desk.helpdesk;
    const customer = [...state.customers.values()].find(({ phone }) => phone !== null);
    const played = await desk.play(careful, {
      workflow: 'update-contact',
      inputs: { customer_phone: customer?.phone ?? '', phone: '+44 7700 900999' },
    });
    expect(played.end.kind).toBe('finished');
    expect(customer?.phone).toBe('+44 7700 900999');
  });

  it('knows a field under another name, in answers and in requests', async () => {
    const rename = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(rename);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [
          key === 'subject' ? 'subject_line' : key === 'priority' ? 'priority_level' : key,
          rename(inner),
        ]),
      );
    };
    const { ticket, priority, wish } = triage(13, ({ method, path, body }, answer) => {
      const renamed = async (response: Response) => json(rename(await response.json()), response.status);
      if (method !== 'PATCH') return path.startsWith('/v1/tickets') ? answer().then(renamed) : null;
      if (JSON.stringify(body).includes('"priority"'))
        return Promise.resolve(
          json({ error: { code: 'validation_failed', fields: [{ field: 'priority_level', code: 'required' }] } }, 422),
        );
      ticket.priority = (body as { priority_level: typeof ticket.priority }).priority_level;
      return Promise.resolve(json(rename({ ...ticket })));
    });
    const played = await desk.play(careful, wish);
    expect(played.end.kind).toBe('finished');
    expect(ticket.priority).toBe(priority);
  });

  it('does first what a refusal says must be done first', async () => {
    const { ticket, comments, before, wish } = reply(14, ({ method, path }) =>
      method === 'POST' && path.endsWith('/comments') && ticketOf().priority !== 'urgent'
        ? Promise.resolve(json({ error: { message: 'The priority of this ticket must be "urgent" first.' } }, 409))
        : null,
    );
    const ticketOf = () => ticket;
    const played = await desk.play(careful, wish);
    expect(played.end.kind).toBe('finished');
    expect(comments()).toBe(before + 1);
  });

  it.each([
    [403, 'not_allowed'],
    [503, 'unavailable'],
  ])('reports a lasting %s instead of hammering', async (status, reason) => {
    const { ticket, wish } = triage(15, ({ method }) =>
      method === 'PATCH' ? Promise.resolve(json({}, status)) : null,
    );
    const played = await desk.play(careful, wish);
    expect(played.end).toEqual({ kind: 'reported', reason, evidence: expect.arrayContaining([String(ticket.id)]) });
    expect(played.sent.filter(({ method }) => method === 'PATCH').length).toBeLessThanOrEqual(6);
  });
});
