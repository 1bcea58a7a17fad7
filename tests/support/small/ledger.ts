/** Forms with nested names, bills that take in what is pending, figures of other records that a transfer moves. */
import type { Body, Said, Send, SmallApi } from './small-api.ts';
import { drawing, form } from './small-api.ts';

interface Owner {
  readonly id: number;
  readonly email: string;
  readonly settings: { readonly method: string | null; readonly footer: string | null };
  readonly metadata: Readonly<Record<string, string>>;
  readonly overdue: boolean;
  readonly balance: number;
  readonly created: number;
}

interface Plan {
  readonly id: number;
  readonly owner: number;
  readonly status: string;
  readonly interval: string;
  readonly trial_end: number | null;
  readonly created: number;
  readonly ends: number;
}

interface Line {
  readonly id: number;
  readonly owner: number;
  readonly bill: number | null;
  readonly label: string;
  readonly amount: number;
}

interface Bill {
  readonly id: number;
  readonly owner: number;
  readonly plan: number | null;
  readonly status: string;
  readonly lines: readonly Line[];
  readonly total: number;
  readonly paid: boolean;
}

const DAY = 86_400;

export function ledgerApi(): SmallApi {
  const owners = new Map<number, Owner>();
  const plans = new Map<number, Plan>();
  const lines = new Map<number, Line>();
  const bills = new Map<number, Bill>();
  const refuse = (status: number, message: string): Said => ({ status, body: { error: { message } } });
  const keep = <T extends { readonly id: number }>(map: Map<number, T>, one: T): Said => {
    map.set(one.id, one);
    return { status: 200, body: one };
  };
  const billed = (bill: Bill): Said => {
    const own = [...lines.values()].filter((line) => line.bill === bill.id);
    return keep(bills, { ...bill, lines: own, total: own.reduce((sum, { amount }) => sum + amount, 0) });
  };
  const nested = (body: Body, name: string): Readonly<Record<string, string>> =>
    Object.fromEntries(
      Object.entries(body).flatMap(([key, value]) => {
        const inner = key.startsWith(`${name}[`) ? key.slice(name.length + 1, -1) : null;
        return inner === null ? [] : [[inner, String(value)]];
      }),
    );
  const owned = (owner: Owner, body: Body): Said => {
    const metadata = { ...owner.metadata, ...nested(body, 'metadata') };
    return keep(owners, {
      ...owner,
      email: String(body['email'] ?? owner.email),
      settings: { ...owner.settings, ...nested(body, 'settings') },
      metadata: Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== '')),
    });
  };
  const pay = (bill: Bill): Said => {
    if (bill.status !== 'open') return refuse(400, 'This bill is not open');
    const owner = owners.get(bill.owner) as Owner;
    const plan = plans.get(bill.plan ?? 0);
    owners.set(owner.id, { ...owner, overdue: false });
    if (plan !== undefined) plans.set(plan.id, { ...plan, status: 'active' });
    return keep(bills, { ...bill, status: 'paid', paid: true });
  };
  const post: Readonly<Record<string, (body: Body, at: number, id: number | null) => Said>> = {
    owners: (body, at, id) => {
      const owner = id === null ? undefined : owners.get(id);
      const settings = { method: null, footer: null };
      const fresh = {
        id: 501 + owners.size,
        email: '',
        settings,
        metadata: {},
        overdue: true,
        balance: 0,
        created: at,
      };
      return owned(owner ?? fresh, body);
    },
    plans: (body, at) => {
      const [trial, interval] = [Number(body['trial_days'] ?? 0), String(body['interval'])];
      const ends = new Date(at * 1000);
      ends.setUTCMonth(ends.getUTCMonth() + (interval === 'year' ? 12 : 1));
      return keep(plans, {
        id: 9001 + plans.size,
        owner: Number(body['owner']),
        status: trial > 0 ? 'trialing' : 'past_due',
        interval,
        trial_end: trial > 0 ? at + trial * DAY : null,
        created: at,
        ends: ends.getTime() / 1000,
      });
    },
    lines: (body) => {
      const bill = body['bill'] === undefined ? null : Number(body['bill']);
      const line = { id: 3001 + lines.size, owner: Number(body['owner']), bill, label: String(body['label']) };
      const said = keep(lines, { ...line, amount: Number(body['amount']) });
      if (bill !== null) billed(bills.get(bill) as Bill);
      return said;
    },
    bills: (body) => {
      const owner = Number(body['owner']);
      const pending = [...lines.values()].filter((line) => line.owner === owner && line.bill === null);
      if (pending.length === 0) return refuse(400, 'Nothing to bill');
      const id = 7001 + bills.size;
      for (const line of pending) lines.set(line.id, { ...line, bill: id });
      const plan = body['plan'] === undefined ? null : Number(body['plan']);
      return billed({ id, owner, plan, status: 'open', lines: [], total: 0, paid: false });
    },
    transfers: (body) => {
      const [from, to] = ['from', 'to'].map((name) => owners.get(Number(body[name])));
      const amount = Number(body['amount']);
      if (from === undefined || to === undefined) return refuse(400, 'No such owner');
      owners.set(from.id, { ...from, balance: from.balance - amount });
      owners.set(to.id, { ...to, balance: to.balance + amount });
      return { status: 200, body: { id: (transferred += 1), from: from.id, to: to.id, amount } };
    },
  };
  let transferred = 40_000;
  const shelves: Readonly<Record<string, Map<number, object>>> = { owners, plans, lines, bills };
  return (method, path, body, at) => {
    const [, kind = '', id, action] = path.split('/');
    const found = shelves[kind]?.get(Number(id));
    if (method === 'GET' && id === undefined)
      return { status: 200, body: { data: [...(shelves[kind]?.values() ?? [])] } };
    if (id !== undefined && found === undefined) return refuse(404, `No such ${kind}`);
    if (method === 'GET') return { status: 200, body: found };
    if (action === 'pay') return pay(found as Bill);
    return post[kind]?.(body, Math.round(at / 1000), id === undefined ? null : Number(id)) ?? refuse(404, 'Unknown');
  };
}

export function ledgerScripts(count: number): readonly ((send: Send) => void)[] {
  const { below, pick } = drawing(5);
  const known: number[] = [];
  const idOf = (said: Said): number => (said.body as { id: number }).id;
  return Array.from({ length: count }, (_, n) => (send: Send) => {
    const owner = idOf(
      send(
        'POST /owners',
        form({ email: `p${n}@example.test`, ...(n % 3 === 0 ? { 'metadata[tier]': pick(['a', 'b']) } : {}) }),
      ),
    );
    known.push(owner);
    const plan = idOf(
      send(
        'POST /plans',
        form({
          owner: String(owner),
          interval: pick(['month', 'year']),
          ...(n % 2 === 0 ? { trial_days: String(7 + below(20)) } : {}),
        }),
      ),
    );
    if (n % 2 === 0) send(`POST /owners/${owner}`, form({ 'settings[method]': `card_${below(900)}` }));
    if (n % 3 === 0)
      send(
        `POST /owners/${owner}`,
        form({ 'settings[footer]': pick(['thanks', 'soon']), 'metadata[account]': `X${n}` }),
      );
    if (n % 4 === 0) send(`POST /owners/${owner}`, form({ 'metadata[tier]': '' }));
    send(`GET /owners/${owner}`);
    const made = Array.from({ length: 1 + below(3) }, () =>
      idOf(
        send(
          'POST /lines',
          form({ owner: String(owner), label: pick(['setup', 'seat', 'call']), amount: String(100 + below(900)) }),
        ),
      ),
    );
    const bill = idOf(
      send('POST /bills', form({ owner: String(owner), ...(n % 3 === 2 ? {} : { plan: String(plan) }) })),
    );
    if (n % 5 === 0) send('POST /bills', form({ owner: String(owner) }));
    if (n % 2 === 1)
      made.push(
        idOf(
          send(
            'POST /lines',
            form({ owner: String(owner), label: 'late', amount: String(50 + below(50)), bill: String(bill) }),
          ),
        ),
      );
    for (const line of made) send(`GET /lines/${line}`);
    send(`GET /bills/${bill}`);
    if (n % 3 !== 1) send(`POST /bills/${bill}/pay`, form({ method: 'card' }));
    if (n % 6 === 0) send(`POST /bills/${bill}/pay`, form({ method: 'card' }));
    send(`GET /plans/${plan}`);
    send(`GET /owners/${owner}`);
    const other = pick(known);
    if (other !== owner) {
      send(`GET /owners/${other}`);
      send('POST /transfers', form({ from: String(owner), to: String(other), amount: String(10 + below(90)) }));
      send(`GET /owners/${owner}`);
      send(`GET /owners/${other}`);
    }
    if (n % 8 === 0) send('GET /owners');
  });
}
