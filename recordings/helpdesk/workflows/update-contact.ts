import type { KnownCustomer } from '../casebook.ts';
import { NEW_COMPANIES } from '../data/new-customers.ts';
import type { CustomerView } from '../render.ts';
import type { Turn, Workflow } from '../workflow.ts';
import { findCustomer, findCustomerByName } from './find.ts';

const CASES = [
  'phone',
  'company',
  'email',
  'phone and company',
  'wrong customer',
  'put back',
  'email',
  'wrong customer',
  'put back',
  'notes',
  'phone',
  'email',
] as const;

/** Corrects phone, company, e-mail or notes of a customer who called. Twice the wrong one, put right by a colleague. */
export const updateContact: Workflow = {
  name: 'update-contact',
  sessions: CASES.length,
  who: 'anyone',
  bad: [4, 7],
  run: async (turn) => {
    const { desk, book, random } = turn;
    const what = CASES[turn.turn] ?? 'phone';
    const mistake = what === 'put back' ? book.toRevert.shift() : undefined;
    const known = book.customers.find((customer) => customer.email === mistake?.email) ?? book.customer();
    const customer =
      turn.turn % 3 === 0
        ? await findCustomerByName(desk, known.name, known.email)
        : await findCustomer(desk, known.email);
    const path = `/v1/customers/${customer.id}`;
    if (what === 'wrong customer') book.toRevert.push({ email: customer.email, phone: customer.phone });
    if (mistake !== undefined) await desk.patch<CustomerView>(path, { phone: mistake.phone });
    else await change(turn, what, known, customer, path);
    const after = await desk.get<CustomerView>(path);
    if (random.chance(0.2))
      await desk.patch(path, { notes: `Checked on the phone, last change ${after.updated_at.slice(0, 10)}` });
  },
};

async function change(
  turn: Turn,
  what: (typeof CASES)[number],
  known: KnownCustomer,
  customer: CustomerView,
  path: string,
): Promise<void> {
  const { desk, book, random } = turn;
  switch (what) {
    case 'phone':
      if (turn.turn > 0) await desk.patch(path, { phone: '07700 900 12' }, 422);
      await desk.patch(path, { phone: phone(turn) });
      return;
    case 'company':
      await desk.patch(path, { company: random.pick(NEW_COMPANIES) });
      return;
    case 'email': {
      const [user = ''] = customer.email.split('@');
      const taken = random.pick(book.customers.filter((other) => other.email !== customer.email));
      if (turn.turn % 2 === 0) await desk.patch(path, { email: `${user}(at)postbox-kontor.example` }, 422);
      else await desk.patch(path, { email: taken.email }, 409);
      const email = `${user}@${random.pick(['postbox-kontor', 'mailhaven', 'correo-sur', 'inboxharbour'])}.example`;
      await desk.patch(path, { email });
      moveFiles(book, known, email);
      return;
    }
    case 'notes':
      await desk.patch(path, { notes: random.pick(NOTES), phone: customer.phone ?? phone(turn) });
      return;
    case 'phone and company':
      await desk.patch(path, { phone: phone(turn), company: customer.company ?? random.pick(NEW_COMPANIES) });
      return;
    case 'wrong customer':
    case 'put back':
      await desk.patch(path, { phone: phone(turn) });
  }
}

const NOTES = [
  'Reachable on weekdays until four; on Saturdays ask for the daughter.',
  'Invoices by post, please, and two copies.',
  'Speaks German and some English.',
  'Moving to a new shop in May, ask for the new address.',
];

/** From the ranges that regulators keep free for fiction. */
function phone({ random }: Turn): string {
  return random.chance(0.6) ? `+44 7700 900${random.int(100, 999)}` : `+1 202 555 01${random.int(10, 99)}`;
}

function moveFiles(book: Turn['book'], known: KnownCustomer, email: string): void {
  for (const holder of [...book.files, ...book.orders.values()])
    if (holder.customerEmail === known.email) holder.customerEmail = email;
  known.email = email;
}
