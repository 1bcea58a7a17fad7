/**
 * Traffic of a busy help desk, made session by session as it is read, so that a million interactions need no memory:
 * tickets opened, read, found by customer, commented and closed, with refusals between. Same seed, same bytes.
 */
import type { HeaderList } from '../../src/model/http.ts';
import type { Interaction, Session } from '../../src/model/recording.ts';

const ORIGIN = 'https://desk.example';
const CUSTOMERS = 20_000;
/** Tickets that sessions still come back to. */
const OPEN = 5000;
const WORDS = 'the parcel came late and one of its boxes was torn open at the side so please send another soon'.split(
  ' ',
);
const REQUEST_HEADERS: HeaderList = [
  ['Authorization', 'Bearer desk-token-1'],
  ['Content-Type', 'application/json'],
];
const ANSWER_HEADERS: HeaderList = [['Content-Type', 'application/json']];

interface Ticket {
  readonly id: number;
  readonly customer_id: number;
  readonly created_at: string;
  subject: string;
  status: string;
  priority: string;
  readonly tags: readonly string[];
  readonly description: string;
  updated_at: string;
}

interface Comment {
  readonly id: number;
  readonly ticket_id: number;
  readonly body: string;
  readonly created_at: string;
}

/** About ten interactions a session, about 700 bytes a body. */
export function* deskTraffic(sessions: number, seed = 1): Generator<Session> {
  const desk = new Desk(seed);
  for (let number = 0; number < sessions; number += 1) yield desk.session(number);
}

class Desk {
  readonly #tickets: Ticket[] = [];
  readonly #byCustomer = new Map<number, Ticket[]>();
  readonly #draw: (end: number) => number;
  #at = Date.UTC(2026, 0, 5, 8);
  #ids = 1000;
  #calls: Interaction[] = [];

  constructor(seed: number) {
    let state = seed;
    this.#draw = (end) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return Math.floor((state / 4294967296) * end);
    };
  }

  session(number: number): Session {
    this.#calls = [];
    this.#at += 60_000 + this.#draw(60_000);
    const startedAt = this.#at;
    const customer = 1 + this.#draw(CUSTOMERS);
    this.#call('GET', `/customers/${customer}`, null, 200, {
      customer: {
        id: customer,
        name: `Customer ${customer}`,
        email: `c${customer}@example.org`,
        plan: customer % 3 === 0 ? 'gold' : 'basic',
      },
    });
    const ticket = this.#draw(3) === 0 || this.#tickets.length < 50 ? this.#open(customer) : this.#pick();
    this.#call('GET', `/tickets/${ticket.id}`, null, 200, { ticket });
    const page = (this.#byCustomer.get(ticket.customer_id) ?? []).slice(-5).reverse();
    this.#call('GET', `/tickets?customer_id=${ticket.customer_id}&per_page=5`, null, 200, {
      tickets: page,
      count: page.length,
    });
    if (ticket.status === 'closed') {
      this.#call('PATCH', `/tickets/${ticket.id}`, { ticket: { priority: 'high' } }, 422, {
        error: { code: 'closed', message: 'Closed tickets cannot be changed.' },
      });
    } else this.#work(ticket);
    if (this.#draw(20) === 0)
      this.#call('GET', `/tickets/${this.#ids + 900_000_000}`, null, 404, {
        error: { code: 'not_found', message: 'No such ticket.' },
      });
    return {
      id: `s-${number}`,
      source: 'bench',
      startedAt,
      label: null,
      use: 'yes',
      workflow: null,
      task: null,
      interactions: this.#calls,
    };
  }

  #open(customer: number): Ticket {
    const words = { subject: this.#words(6), description: this.#words(70), customer_id: customer };
    const now = new Date(this.#at).toISOString();
    const ticket: Ticket = {
      id: (this.#ids += 1),
      ...words,
      created_at: now,
      status: 'open',
      priority: 'normal',
      tags: [this.#words(1), this.#words(1)],
      updated_at: now,
    };
    if (this.#tickets.length < OPEN) this.#tickets.push(ticket);
    else this.#tickets[this.#draw(OPEN)] = ticket;
    const theirs = this.#byCustomer.get(customer) ?? [];
    this.#byCustomer.set(customer, [...theirs.slice(-4), ticket]);
    this.#call('POST', '/tickets', { ticket: words }, 201, { ticket });
    return ticket;
  }

  #work(ticket: Ticket): void {
    for (let turn = 0; turn < 3; turn += 1) {
      const comment: Comment = {
        id: (this.#ids += 1),
        ticket_id: ticket.id,
        body: this.#words(40),
        created_at: new Date(this.#at).toISOString(),
      };
      this.#call('POST', `/tickets/${ticket.id}/comments`, { comment: { body: comment.body } }, 201, { comment });
    }
    ticket.status = ['pending', 'solved', 'closed'][this.#draw(3)] as string;
    ticket.updated_at = new Date(this.#at).toISOString();
    this.#call('PATCH', `/tickets/${ticket.id}`, { ticket: { status: ticket.status } }, 200, { ticket });
    this.#call('GET', `/tickets/${ticket.id}`, null, 200, { ticket });
  }

  #pick(): Ticket {
    return this.#tickets[this.#draw(this.#tickets.length)] as Ticket;
  }

  #words(count: number): string {
    return Array.from({ length: count }, () => WORDS[this.#draw(WORDS.length)]).join(' ');
  }

  #call(method: string, target: string, body: unknown, status: number, answer: unknown): void {
    this.#at += 500 + this.#draw(4000);
    this.#calls.push({
      seq: this.#calls.length,
      request: {
        method,
        origin: ORIGIN,
        target,
        headers: REQUEST_HEADERS,
        body: Buffer.from(body === null ? '' : JSON.stringify(body)),
      },
      outcome: {
        kind: 'response',
        response: { status, headers: ANSWER_HEADERS, body: Buffer.from(JSON.stringify(answer)) },
        trailers: [],
      },
      timing: { requestAt: this.#at, firstByteAfter: 12, lastByteAfter: 15, chunks: null },
      incomplete: null,
    });
  }
}
