/** Records that go through states: numbers and dates given on the way, reasons that come and go, a history, children closed with them. */
import type { Body, Said, Send, SmallApi } from './small-api.ts';
import { drawing } from './small-api.ts';

interface Permit {
  readonly id: number;
  readonly code: string | null;
  readonly plan: string;
  readonly seats: number;
  readonly monthly: number;
  readonly deposit: { readonly amount: string; readonly currency: string };
  readonly status: string;
  readonly applied_at: string;
  readonly starts_on: string | null;
  readonly expires_on: string | null;
  readonly reason: string | null;
  readonly paid: number;
  readonly owed: number;
  readonly closed_at: string | null;
  readonly history: readonly { readonly status: string; readonly at: string; readonly note: string | null }[];
}

interface Visit {
  readonly id: number;
  readonly permit_id: number;
  readonly topic: string;
  readonly status: string;
  readonly cancelled_at: string | null;
}

const RATES: Readonly<Record<string, number>> = { basic: 900, team: 1900, campus: 3450 };
export const PLANS = Object.keys(RATES);
const DAY = 86_400_000;

export function permitApi(): SmallApi {
  const permits = new Map<number, Permit>();
  const visits = new Map<number, Visit>();
  let approved = 0;
  const stamp = (at: number): string => new Date(at).toISOString();
  const dateOf = (at: number): string => stamp(at).slice(0, 10);
  const refuse = (status: number, error: string): Said => ({ status, body: { error } });
  const moved = (permit: Permit, status: string, at: number, note: string | null, more: Partial<Permit> = {}): Said => {
    const history = [...permit.history, { status, at: stamp(at), note }];
    return save({ ...permit, ...more, status, history });
  };
  const save = (permit: Permit): Said => {
    const monthly = (RATES[permit.plan] ?? 0) * permit.seats;
    const kept = {
      ...permit,
      monthly,
      deposit: { amount: (permit.seats * 12.5).toFixed(2), currency: permit.deposit.currency },
      owed: monthly - permit.paid,
    };
    permits.set(kept.id, kept);
    return { status: 200, body: kept };
  };
  const actions: Readonly<Record<string, (permit: Permit, body: Body, at: number) => Said>> = {
    approve: (permit, _, at) =>
      permit.status !== 'applied'
        ? refuse(409, 'not_applied')
        : moved(permit, 'approved', at, null, {
            code: `PRM-2024-${String(++approved).padStart(4, '0')}`,
            starts_on: permit.starts_on ?? dateOf(at + 14 * DAY),
            expires_on: dateOf(at + 365 * DAY),
          }),
    suspend: (permit, { reason }, at) =>
      permit.status !== 'approved'
        ? refuse(409, 'not_approved')
        : moved(permit, 'suspended', at, String(reason), { reason: String(reason) }),
    resume: (permit, _, at) =>
      permit.status !== 'suspended'
        ? refuse(409, 'not_suspended')
        : moved(permit, 'approved', at, null, { reason: null }),
    pay: (permit, { amount }, at) => {
      if (permit.status !== 'approved') return refuse(409, 'not_approved');
      if (Number(amount) > permit.owed) return refuse(422, 'too_much');
      const paid = permit.paid + Number(amount);
      return paid === permit.monthly ? moved(permit, 'settled', at, null, { paid }) : save({ ...permit, paid });
    },
    close: (permit, { note = null }, at) => {
      if (permit.status === 'closed') return refuse(409, 'closed');
      for (const visit of visits.values())
        if (visit.permit_id === permit.id && visit.status === 'planned')
          visits.set(visit.id, { ...visit, status: 'cancelled', cancelled_at: stamp(at) });
      return moved(permit, 'closed', at, note as string | null, { closed_at: stamp(at), reason: null });
    },
  };
  return (method, path, body, at) => {
    const [, kind, id, part] = path.split('/');
    if (kind === 'visits') {
      const visit = visits.get(Number(id));
      if (id === undefined) {
        if (!permits.has(Number(body['permit_id']))) return refuse(422, 'unknown_permit');
        const made: Visit = {
          id: 9001 + visits.size,
          permit_id: Number(body['permit_id']),
          topic: String(body['topic']),
          status: 'planned',
          cancelled_at: null,
        };
        visits.set(made.id, made);
        return { status: 201, body: made };
      }
      if (visit === undefined) return refuse(404, 'unknown_visit');
      if (part === 'finish') visits.set(visit.id, { ...visit, status: 'done' });
      return { status: 200, body: visits.get(visit.id) };
    }
    if (id === undefined && method === 'POST') {
      const { plan = 'basic', seats = 1, starts_on = null } = body as Partial<Permit>;
      const made = {
        id: 701 + permits.size,
        code: null,
        plan,
        seats,
        starts_on,
        deposit: { amount: '', currency: 'EUR' },
        status: 'applied',
        applied_at: stamp(at),
        expires_on: null,
        reason: null,
        paid: 0,
        closed_at: null,
        history: [{ status: 'applied', at: stamp(at), note: null }],
      };
      return { ...save({ ...made, monthly: 0, owed: 0 }), status: 201 };
    }
    if (id === undefined) return { status: 200, body: { data: [...permits.values()] } };
    const permit = permits.get(Number(id));
    if (permit === undefined) return refuse(404, 'unknown_permit');
    if (part !== undefined) return actions[part]?.(permit, body, at) ?? refuse(404, 'unknown');
    if (method === 'PATCH') return save({ ...permit, ...(body as Partial<Permit>) });
    return { status: 200, body: permit };
  };
}

export function permitScripts(count: number): readonly ((send: Send) => void)[] {
  const { below, pick } = drawing(11);
  return Array.from({ length: count }, (_, n) => (send: Send) => {
    const { id, owed } = send('POST /permits', {
      plan: pick(PLANS),
      seats: 1 + below(9),
      ...(n % 3 === 0 ? { starts_on: `2024-0${4 + below(5)}-1${below(9)}` } : {}),
    }).body as { id: number; owed: number };
    const visits = Array.from(
      { length: below(4) },
      () =>
        (send('POST /visits', { permit_id: id, topic: pick(['roof', 'wiring', 'exits']) }).body as { id: number }).id,
    );
    if (visits.length > 1) send(`POST /visits/${visits[0]}/finish`, {});
    if (n % 4 === 0) send(`PATCH /permits/${id}`, { seats: 2 + below(9) });
    if (n % 7 !== 0) send(`POST /permits/${id}/approve`, {});
    if (n % 9 === 1) send(`POST /permits/${id}/approve`, {});
    send(`GET /permits/${id}`);
    if (n % 2 === 0) {
      send(`POST /permits/${id}/suspend`, { reason: pick(['noise', 'papers', 'smoke']) });
      if (n % 6 === 2) send(`POST /permits/${id}/pay`, { amount: 10 });
      if (n % 4 === 0) send(`POST /permits/${id}/resume`, {});
    }
    if (n % 3 !== 2) send(`POST /permits/${id}/pay`, { amount: 100 * (1 + below(8)) });
    if (n % 2 === 1) {
      const { owed: left } = send(`GET /permits/${id}`).body as { owed: number };
      send(`POST /permits/${id}/pay`, { amount: n % 5 === 0 ? owed + 1 : left });
    }
    if (n % 3 === 1) send(`POST /permits/${id}/close`, n % 2 === 0 ? { note: pick(['moved', 'sold']) } : {});
    for (const visit of visits) send(`GET /visits/${visit}`);
    send(`GET /permits/${id}`);
    if (n % 8 === 0) send('GET /permits');
  });
}
