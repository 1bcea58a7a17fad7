import type { HttpRequest } from '../../model/http.ts';
import type { Outcome } from '../../model/recording.ts';
import type { Directives } from '../proxy/directives.ts';
import { credentialsOf } from './credentials-of.ts';
import { createdEntityKey, entityKeyOf, makesEntity } from './entity-key.ts';
import { issuedCredentials } from './issued-credentials.ts';
import { LiveSession } from './live-session.ts';
import type { SessionRule } from './session-rule.ts';

/** A request that has just come in, body unread. */
export interface Arrival {
  readonly request: Omit<HttpRequest, 'body'>;
  readonly directives: Directives;
  /** Epoch milliseconds. */
  readonly requestAt: number;
  /** The client's address. */
  readonly client: string;
}

/** Where an interaction belongs; settled at the latest when its answer is there. */
export interface Place {
  settle(request: HttpRequest, outcome: Outcome): { readonly session: LiveSession; readonly seq: number };
}

export interface SessionBookOptions {
  /** `--session`: everything is one session. */
  readonly session: string | null;
  readonly rule: SessionRule;
  /** Milliseconds without a request after which a client's next one starts a new session. */
  readonly idleGap: number;
}

const MOST_KEYS = 20_000;

/**
 * Decides which session a request belongs to: what the client says, then what the user said, then what can be told
 * from credentials and pauses. A credential that an answer hands out belongs to the session that asked for it, so
 * that a login and a refreshed token stay with their client.
 */
export class SessionBook {
  readonly #options: SessionBookOptions;
  readonly #named = new Map<string, LiveSession>();
  readonly #byHeader = new Map<string, LiveSession>();
  readonly #byEntity = new Map<string, LiveSession>();
  /** Credential, or the address of a client without one -> its present session. */
  readonly #byClient = new Map<string, LiveSession>();
  #count = 0;

  constructor(options: SessionBookOptions) {
    this.#options = options;
  }

  arrive(arrival: Arrival): Place {
    const told = this.#toldSession(arrival);
    if (told !== null) return placed(told);
    const credentials = credentialsOf(arrival.request.headers);
    const { rule } = this.#options;
    if (rule.kind === 'entity') return this.#placeByEntity(arrival, credentials, rule.resource);
    const known = this.#presentOf(credentials, arrival.requestAt);
    if (known !== null || credentials.length > 0) {
      const session = known ?? this.#begin(arrival);
      this.#remember(credentials, session);
      return placed(session, (request, outcome) => this.#rememberIssued(request, outcome, session));
    }
    return this.#placeAnonymous(arrival);
  }

  /** A login has no credential yet; what it is given tells that it is a client of its own. */
  #placeAnonymous(arrival: Arrival): Place {
    return {
      settle: (request, outcome) => {
        const issued = outcome.kind === 'response' ? issuedCredentials(request, outcome.response) : [];
        const client = `anonymous ${arrival.client}`;
        const present = this.#presentOf([client], arrival.requestAt);
        const session = present === null || issued.length > 0 ? this.#begin(arrival) : present;
        session.lastAt = Math.max(session.lastAt, arrival.requestAt);
        this.#remember(issued.length > 0 ? issued : [client], session);
        return { session, seq: session.takeSeq() };
      },
    };
  }

  /** What comes before a client's first record (a search, a login) belongs to the case of that record. */
  #placeByEntity(arrival: Arrival, credentials: readonly string[], resource: string): Place {
    const clients = credentials.length > 0 ? credentials : [`anonymous ${arrival.client}`];
    const key = entityKeyOf(arrival.request, resource);
    if (key !== null) return placed(this.#entitySession(key, clients, arrival));
    return {
      settle: (request, outcome) => {
        const created =
          outcome.kind === 'response' && makesEntity(request, resource)
            ? createdEntityKey(request, outcome.response, resource)
            : null;
        const later = created ?? entityKeyOf(request, resource);
        const session =
          later === null
            ? (this.#presentOf(clients, arrival.requestAt) ?? this.#begin(arrival))
            : this.#entitySession(later, clients, arrival);
        this.#remember(clients, session);
        this.#rememberIssued(request, outcome, session);
        return { session, seq: session.takeSeq() };
      },
    };
  }

  #entitySession(key: string, clients: readonly string[], arrival: Arrival): LiveSession {
    const known = this.#byEntity.get(key);
    const session =
      known !== undefined && this.#isPresent(known, arrival.requestAt) ? known : this.#adopt(clients, arrival);
    session.entity = key;
    session.lastAt = Math.max(session.lastAt, arrival.requestAt);
    this.#byEntity.set(key, session);
    this.#remember(clients, session);
    return session;
  }

  #adopt(clients: readonly string[], arrival: Arrival): LiveSession {
    const present = this.#presentOf(clients, arrival.requestAt);
    return present !== null && present.entity === null ? present : this.#begin(arrival);
  }

  /** The session that the client, the user or a header names. */
  #toldSession(arrival: Arrival): LiveSession | null {
    const { session, rule } = this.#options;
    const name = arrival.directives.session ?? session;
    if (name !== null) return made(this.#named, name, () => new LiveSession(name, arrival.requestAt));
    if (rule.kind !== 'header') return null;
    const wanted = rule.name.toLowerCase();
    const value = arrival.request.headers.find(([key]) => key.toLowerCase() === wanted)?.[1] ?? '';
    // The value may be a secret or a person's name: it tells sessions apart but does not name them.
    return value === '' ? null : made(this.#byHeader, value, () => this.#begin(arrival));
  }

  #presentOf(clients: readonly string[], at: number): LiveSession | null {
    for (const client of clients) {
      const session = this.#byClient.get(client);
      if (session === undefined || !this.#isPresent(session, at)) continue;
      session.lastAt = Math.max(session.lastAt, at);
      return session;
    }
    return null;
  }

  #isPresent(session: LiveSession, at: number): boolean {
    return Math.abs(at - session.lastAt) <= this.#options.idleGap;
  }

  #begin({ requestAt }: Arrival): LiveSession {
    const stamp = new Date(requestAt).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
    return new LiveSession(`${stamp}-${++this.#count}`, requestAt);
  }

  #rememberIssued(request: HttpRequest, outcome: Outcome, session: LiveSession): void {
    if (outcome.kind === 'response') this.#remember(issuedCredentials(request, outcome.response), session);
  }

  #remember(clients: readonly string[], session: LiveSession): void {
    for (const client of clients) this.#byClient.set(client, session);
    if (this.#byClient.size > MOST_KEYS) this.#forgetIdle(session.lastAt);
  }

  #forgetIdle(now: number): void {
    for (const [client, session] of this.#byClient) if (!this.#isPresent(session, now)) this.#byClient.delete(client);
    if (this.#byClient.size > MOST_KEYS)
      for (const client of [...this.#byClient.keys()].slice(0, MOST_KEYS / 2)) this.#byClient.delete(client);
  }
}

function made(sessions: Map<string, LiveSession>, key: string, make: () => LiveSession): LiveSession {
  const session = sessions.get(key) ?? make();
  sessions.set(key, session);
  return session;
}

function placed(session: LiveSession, settled: (request: HttpRequest, outcome: Outcome) => void = () => {}): Place {
  const seq = session.takeSeq();
  return {
    settle: (request, outcome) => {
      settled(request, outcome);
      return { session, seq };
    },
  };
}
