/** Bills of customers, whose references are opened on demand: `?expand[]=customer&expand[]=payment.customer`, in lists below `data`. */
import { drawing, type Body, type Said, type Send, type SmallApi } from './small-api.ts';

type Doc = Readonly<Record<string, unknown>>;

/** Fields that hold the id of another record. */
const REFERENCES = new Set(['customer', 'payment', 'bill']);

export function billApi(): SmallApi {
  const records = new Map<string, Doc>();
  const missing = (id: string): Said => ({ status: 404, body: { error: { message: `No such record: '${id}'` } } });
  const draw = drawing(11);
  const letters = (n: number): string =>
    Array.from({ length: n }, () => draw.pick([...'ABCDEFGHKMNPQRSTUVWXYZ23456789'])).join('');
  const counts = new Map<string, number>();
  const make = (prefix: string, fields: Doc): Doc => {
    const number = (counts.get(prefix) ?? 1000) + 1;
    counts.set(prefix, number);
    const doc = { id: `${prefix}_${number}`, ...fields };
    records.set(doc.id, doc);
    return doc;
  };
  const change = (doc: Doc, fields: Doc): Doc => {
    const next = { ...doc, ...fields };
    records.set(String(doc['id']), next);
    return next;
  };
  const opened = (doc: Doc, paths: readonly string[]): Doc =>
    Object.fromEntries(
      Object.entries(doc).map(([name, value]) => {
        const inside = paths.filter((path) => path === name || path.startsWith(`${name}.`));
        const other = inside.length > 0 && REFERENCES.has(name) ? records.get(String(value)) : undefined;
        if (other === undefined) return [name, value];
        return [
          name,
          opened(
            other,
            inside.flatMap((path) => (path === name ? [] : [path.slice(name.length + 1)])),
          ),
        ];
      }),
    );
  return (method, target, body) => {
    const url = new URL(target, 'http://x');
    const wanted = url.searchParams.getAll('expand[]');
    const [, kind = '', id, action] = url.pathname.split('/');
    const show = (doc: Doc, status = 200): Said => ({ status, body: opened(doc, wanted) });
    if (id === undefined && method === 'POST') {
      if (kind === 'customers')
        return show(make('cus', { name: body['name'], email: body['email'], reference: letters(8) }));
      const customer = records.get(String(body['customer']));
      if (customer === undefined) return { status: 400, body: { error: { message: 'No such customer' } } };
      return show(
        make('bill', {
          customer: customer['id'],
          customer_email: customer['email'],
          amount: body['amount'],
          status: 'open',
          payment: null,
        }),
      );
    }
    if (id === undefined) {
      const prefix = { customers: 'cus_', bills: 'bill_', payments: 'pay_' }[kind] ?? '?';
      const owner = url.searchParams.get('customer');
      const all = [...records.values()].filter(
        (doc) => String(doc['id']).startsWith(prefix) && (owner === null || doc['customer'] === owner),
      );
      const inside = wanted.flatMap((path) => (path.startsWith('data.') ? [path.slice(5)] : []));
      return {
        status: 200,
        body: { data: all.map((doc) => opened(doc, inside)), has_more: false },
      };
    }
    const doc = records.get(id);
    if (doc === undefined) return missing(id);
    if (action === 'pay') {
      if (doc['status'] !== 'open') return { status: 400, body: { error: { message: 'Bill is not open' } } };
      const payment = make('pay', { bill: doc['id'], customer: doc['customer'], amount: doc['amount'] });
      return show(change(doc, { status: 'paid', payment: payment['id'] }));
    }
    return show(method === 'POST' ? change(doc, withoutEmpty(body)) : doc);
  };
}

function withoutEmpty(body: Body): Body {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== ''));
}

export function billScripts(count: number): readonly ((send: Send) => void)[] {
  const { below, pick } = drawing(3);
  return Array.from({ length: count }, (_, n) => (send: Send) => {
    const idOf = (target: string, body: Body): string => (send(target, body).body as { id: string }).id;
    const name = pick(['Ada', 'Brit', 'Cem', 'Dara', 'Edo']);
    const customer = idOf('POST /customers', { name, email: `${name.toLowerCase()}${n}@example.com` });
    const bill = idOf(`POST /bills${below(4) === 0 ? '?expand[]=customer' : ''}`, {
      customer,
      amount: 100 * (1 + below(80)),
    });
    if (below(2) === 0) send(`GET /bills/${bill}`);
    if (below(3) === 0) send(`GET /bills/${bill}?expand[]=customer`);
    if (below(2) === 0) send(`POST /bills/${bill}`, { amount: 50 * (1 + below(80)) });
    if (below(4) !== 0) {
      const { payment } = send(`POST /bills/${bill}/pay${below(5) === 0 ? '?expand[]=payment' : ''}`).body as {
        payment: string | { id: string };
      };
      const id = typeof payment === 'string' ? payment : payment.id;
      if (below(2) === 0) send(`GET /payments/${id}?expand[]=bill`);
      if (below(3) === 0) send(`GET /payments/${id}?expand[]=bill.customer&expand[]=customer`);
      if (below(3) === 0) send(`GET /payments/${id}`);
      if (below(3) === 0) send(`GET /bills/${bill}?expand[]=payment.customer`);
      if (below(4) === 0) send(`GET /bills/${bill}?expand[]=payment&expand[]=customer`);
      if (below(5) === 0) send(`POST /bills/${bill}/pay`);
    }
    if (below(3) === 0) send(`GET /bills?customer=${customer}&expand[]=data.customer`);
    if (below(3) === 0) send(`GET /bills?customer=${customer}`);
    if (below(4) === 0) send('GET /bills?expand[]=data.payment');
  });
}
