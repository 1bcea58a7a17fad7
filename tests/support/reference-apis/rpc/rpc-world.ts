import { createRandom } from '../random.ts';
import type { Random } from '../random.ts';
import { asciiSlug, COMPANY_NAMES } from '../words.ts';

export interface Client {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly vat_id: string | null;
  readonly country: string;
  readonly archived: boolean;
  readonly created_at: string;
}

export interface Line {
  readonly line_id: number;
  readonly description: string;
  readonly quantity: number;
  readonly unit_price: number;
}

export interface Payment {
  readonly amount: number;
  readonly method: string;
  readonly paid_at: string;
}

export interface Invoice {
  readonly id: number;
  readonly number: string | null;
  readonly client_id: string;
  readonly status: 'draft' | 'sent' | 'paid' | 'void';
  readonly currency: string;
  readonly due_date: string | null;
  readonly memo: string | null;
  readonly lines: readonly Line[];
  readonly payments: readonly Payment[];
  readonly issued_at: string | null;
  readonly updated_at: string;
}

export interface Login {
  readonly email: string;
  readonly csrf: string;
}

export interface RpcWorld {
  readonly random: Random;
  readonly clients: Map<string, Client>;
  readonly invoices: Map<number, Invoice>;
  readonly logins: Map<string, Login>;
  next: { client: number; invoice: number; number: number };
}

export const RPC_ORIGIN = 'https://app.books.test';
export const OWNER = 'ana@books.test';
export const ACCOUNTANT = 'temp@books.test';
export const passwordOf = (email: string): string => `lake-${email.split('@')[0]}-92`;

export const isColdClient = (id: string): boolean => Number(id.slice(2)) <= 1019 && Number(id.slice(2)) % 5 >= 3;
export const isColdInvoice = (id: number): boolean => id <= 48 && id % 5 >= 3;

const WORK = [
  'Consulting, March',
  'Hosting',
  'Design sprint',
  'Travel',
  'Support retainer',
  'Stock photos',
  'Workshop (2 days)',
];

export function createRpcWorld(seed: number): RpcWorld {
  const random = createRandom(5150);
  const clients = new Map<string, Client>();
  let at = Date.UTC(2022, 10, 8, 13, 2, 5);
  for (let index = 0; index < 20; index++) {
    at += random.between(8_000_000, 1_400_000_000);
    if (index === 7) continue;
    const name = COMPANY_NAMES[index + 3] ?? 'Nameless Ltd';
    const country = random.pick(['DE', 'FR', 'SE', 'US']);
    clients.set(`C-${1000 + index}`, {
      id: `C-${1000 + index}`,
      name,
      country,
      email: random.chance(0.2) ? null : `accounts@${asciiSlug(name)}.example`,
      vat_id: country === 'US' || random.chance(0.3) ? null : `${country}${random.between(100000000, 999999999)}`,
      archived: random.chance(0.1),
      created_at: stamp(at),
    });
  }
  const invoices = new Map<number, Invoice>();
  let number = 1;
  at = Date.UTC(2023, 11, 1, 9);
  for (let id = 1; id <= 48; id++) {
    at += random.between(1_000_000, 260_000_000);
    if (id === 10 || id === 11) continue;
    const status = random.pick(['draft', 'draft', 'sent', 'sent', 'paid', 'paid', 'void'] as const);
    const lines = Array.from({ length: random.between(1, 3) }, (_, index) => ({
      line_id: index + 1,
      description: random.pick(WORK),
      quantity: random.pick([1, 1, 2, 5, 0.5]),
      unit_price: random.pick([120, 95, 850, 40.5, 19.9]),
    }));
    const total = totalOf(lines);
    const part = status === 'sent' && random.chance(0.3) ? Math.round(total * 40) / 100 : 0;
    const paid = status === 'paid' ? total : part;
    invoices.set(id, {
      id,
      number: status === 'draft' ? null : `INV-2024-${String(number++).padStart(4, '0')}`,
      client_id: random.pick([...clients.keys()]),
      status,
      currency: random.pick(['EUR', 'EUR', 'SEK']),
      due_date: status === 'draft' && random.chance(0.5) ? null : stamp(at + 1_209_600_000).slice(0, 10),
      memo: random.chance(0.7) ? null : random.pick(['Thank you!', 'PO 88-1203', 'See attached timesheet']),
      lines,
      payments:
        paid > 0 ? [{ amount: paid, method: random.pick(['bank', 'card']), paid_at: stamp(at + 600_000_000) }] : [],
      issued_at: status === 'draft' ? null : stamp(at),
      updated_at: stamp(at + random.between(0, 500_000_000)),
    });
  }
  return {
    random: createRandom(seed),
    clients,
    invoices,
    logins: new Map(),
    next: { client: 1020, invoice: 49, number },
  };
}

export function totalOf(lines: readonly Line[]): number {
  return cents(lines.reduce((sum, { quantity, unit_price }) => sum + quantity * unit_price, 0));
}

export function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

/** @example "2024-03-04 08:12:00" */
export function stamp(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
