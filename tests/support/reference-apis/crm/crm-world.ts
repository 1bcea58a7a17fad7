import { createRandom } from '../random.ts';
import type { Random } from '../random.ts';
import { asciiSlug, COMPANY_NAMES, FAMILY_NAMES, GIVEN_NAMES, NOTES } from '../words.ts';

export type CrmType = 'companies' | 'contacts' | 'deals' | 'notes';

export type CrmAttributes = Readonly<Record<string, string | number | null>>;

export interface CrmRecord {
  readonly type: CrmType;
  readonly id: string;
  readonly attributes: CrmAttributes;
  /** to-one relationships by name */
  readonly one: Readonly<Record<string, string | null>>;
  /** to-many relationships by name */
  readonly many: Readonly<Record<string, readonly string[]>>;
  readonly created: number;
  readonly updated: number;
  readonly deleted: boolean;
}

export interface CrmWorld {
  readonly random: Random;
  /** in order of creation, deleted ones included */
  readonly records: Map<string, CrmRecord>;
}

export const CRM_ORIGIN = 'https://crm.example.test';
export const CRM_TOKEN = 'crm_pat_7QmXw2LpVb9sRt4Yk1Zc';

/** One to-one and one to-many relationship: their target types. */
export const RELATED: Readonly<Record<string, CrmType>> = {
  company: 'companies',
  contact: 'contacts',
  contacts: 'contacts',
};

const STAGES = ['new', 'qualified', 'proposal', 'won', 'lost'] as const;

export function createCrmWorld(seed: number): CrmWorld {
  const random = createRandom(777);
  const records = new Map<string, CrmRecord>();
  let clock = Date.UTC(2021, 4, 3, 8, 30);
  const add = (
    type: CrmType,
    attributes: CrmAttributes,
    one: CrmRecord['one'] = {},
    many: CrmRecord['many'] = {},
  ): string => {
    const id = random.uuid();
    clock += random.between(400_000, 1_300_000_000);
    const updated = random.chance(0.5) ? clock : clock + random.between(60_000, 400_000_000);
    records.set(id, { type, id, attributes, one, many, created: clock, updated, deleted: false });
    return id;
  };
  const companies = COMPANY_NAMES.slice(0, 18).map((name) =>
    add('companies', {
      name,
      domain: random.chance(0.25) ? null : `${asciiSlug(name)}.example`,
      industry: random.chance(0.3) ? null : random.pick(['Software', 'Retail', 'Health', 'Energy', 'Legal']),
      employees: random.chance(0.3) ? null : random.pick([3, 12, 48, 210, 1400]),
    }),
  );
  const contacts = Array.from({ length: 34 }, (_, index) => {
    const [first, last] = [random.pick(GIVEN_NAMES), random.pick(FAMILY_NAMES)];
    return add(
      'contacts',
      {
        first_name: random.chance(0.1) ? null : first,
        last_name: last,
        email: `${asciiSlug(first)}.${asciiSlug(last)}${index % 3 === 0 ? index : ''}@${random.pick(['example.com', 'corp.test', 'mail.example'])}`,
        phone: random.chance(0.5) ? null : `+1-202-555-0${random.between(100, 199)}`,
        status: random.pick(['lead', 'lead', 'active', 'active', 'churned']),
      },
      { company: random.chance(0.2) ? null : random.pick(companies) },
    );
  });
  for (let index = 0; index < 22; index++) {
    const stage = random.pick(STAGES);
    add(
      'deals',
      {
        title: `${random.pick(['Renewal', 'Pilot', 'Expansion', 'New business', 'Migration'])} ${random.pick(['2023', '2024', 'Q1', 'EMEA', '(upsell)'])}`,
        amount: random.chance(0.1) ? null : `${random.between(4, 900) * 50}.00`,
        currency: random.pick(['EUR', 'EUR', 'USD', 'GBP']),
        stage,
        closed_on: stage === 'won' || stage === 'lost' ? isoOf(clock + 1_000_000_000).slice(0, 10) : null,
      },
      { company: random.chance(0.1) ? null : random.pick(companies) },
      { contacts: random.shuffle(contacts).slice(0, random.between(0, 3)) },
    );
  }
  for (let index = 0; index < 16; index++)
    add('notes', { text: random.pick(NOTES) }, { contact: random.pick(contacts) });
  return { random: createRandom(seed), records };
}

const SEEDED = [...createCrmWorld(0).records.values()];
const COLD = new Set(SEEDED.filter((_, index) => index % 5 >= 3).map(({ id }) => id));

/** Seed records that no session addresses, only lists. */
export const isColdRecord = (id: string): boolean => COLD.has(id);

export function isoOf(at: number): string {
  return new Date(at).toISOString().replace('Z', '+00:00');
}

export function liveOf(world: CrmWorld, type: CrmType): readonly CrmRecord[] {
  return [...world.records.values()].filter((record) => record.type === type && !record.deleted);
}
