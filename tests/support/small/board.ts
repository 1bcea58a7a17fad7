/** Records that show others inside them, whole or in part, and leave out what they lack: tags by name, a lead by login, notes. */
import type { Body, Said, Send, SmallApi } from './small-api.ts';
import { drawing } from './small-api.ts';

interface Tag {
  readonly id: number;
  readonly name: string;
  readonly color: string;
}

interface Person {
  readonly login: string;
  readonly name: string;
  readonly avatar: string;
  readonly joined: string;
}

type Slip = Body & { readonly id: number; readonly tags: readonly string[]; readonly lead: string | null };

const PEOPLE: readonly Person[] = ['ines', 'jory', 'kemal', 'lena'].map((login, at) => ({
  login,
  name: `${login} ${at}`,
  avatar: `https://pics.example.test/${login}.png`,
  joined: `2021-0${at + 1}-11`,
}));
export const LOGINS = PEOPLE.map(({ login }) => login);
export const TAGS: readonly Tag[] = ['urgent', 'later', 'money', 'legal', 'press'].map((name, at) => ({
  id: 801 + at,
  name,
  color: `#0${at}f`,
}));

export function boardApi(): SmallApi {
  const slips = new Map<number, Slip>();
  const shown = (slip: Slip): Said => {
    const lead = PEOPLE.find(({ login }) => login === slip.lead);
    slips.set(slip.id, slip);
    const { id, title, note, place, ...rest } = slip;
    return {
      status: 200,
      body: {
        id,
        title,
        ...(note === undefined ? {} : { note }),
        ...(place === undefined ? {} : { place }),
        state: rest['state'],
        tags: slip.tags.map((name) => TAGS.find((tag) => tag.name === name)),
        lead: lead === undefined ? null : { login: lead.login, avatar: lead.avatar },
      },
    };
  };
  const merged = (old: Body, more: Body): Body =>
    Object.fromEntries(
      Object.entries({ ...old, ...more }).flatMap(([key, value]) => {
        if (value === null && key !== 'lead') return [];
        const isNested = typeof value === 'object' && value !== null && !Array.isArray(value);
        return [[key, isNested ? merged((old[key] ?? {}) as Body, value as Body) : value]];
      }),
    );
  return (method, path, body) => {
    const [, kind, id, part, key] = path.split('/');
    if (kind === 'tags')
      return id === undefined
        ? { status: 200, body: TAGS }
        : { status: 200, body: TAGS.find(({ name }) => name === id) };
    if (kind === 'people')
      return id === undefined
        ? { status: 200, body: PEOPLE }
        : { status: 200, body: PEOPLE.find(({ login }) => login === id) };
    if (id === undefined && method === 'POST') {
      const made = {
        id: 2001 + slips.size,
        state: 'open',
        tags: [],
        lead: null,
        ...merged({}, body),
      } as unknown as Slip;
      return { ...shown(made), status: 201 };
    }
    if (id === undefined) return { status: 200, body: [...slips.values()].map((slip) => shown(slip).body) };
    const slip = slips.get(Number(id));
    if (slip === undefined) return { status: 404, body: { message: 'Not Found' } };
    if (part === 'tags') {
      const names = (body['tags'] ?? []) as readonly string[];
      if (method === 'DELETE' && !slip.tags.includes(key ?? ''))
        return { status: 404, body: { message: 'No such tag' } };
      const tags =
        method === 'DELETE'
          ? slip.tags.filter((name) => name !== key)
          : [...slip.tags, ...names.filter((name) => !slip.tags.includes(name))];
      return shown({ ...slip, tags });
    }
    if (method === 'PATCH') return shown(merged(slip, body) as unknown as Slip);
    if (method === 'PUT')
      return shown({ id: slip.id, state: slip['state'], tags: [], lead: null, ...merged({}, body) } as unknown as Slip);
    return shown(slip);
  };
}

export function boardScripts(count: number): readonly ((send: Send) => void)[] {
  const { below, pick } = drawing(3);
  const some = (n: number): readonly string[] => [...new Set(Array.from({ length: n }, () => pick(TAGS).name))];
  return Array.from({ length: count }, (_, n) => (send: Send) => {
    if (n % 6 === 0) send('GET /tags');
    if (n % 6 === 3) send('GET /people');
    send(`GET /tags/${pick(TAGS).name}`);
    send(`GET /people/${pick(LOGINS)}`);
    const { id } = send('POST /slips', {
      title: pick(['Leak', 'Vote', 'Lease', 'Audit']),
      ...(below(2) === 0 ? { note: pick(['see mail', 'call back', 'on hold']) } : {}),
      ...(below(2) === 0 ? { place: { room: `R${below(90)}`, floor: below(5) } } : {}),
      ...(below(3) === 0 ? {} : { tags: some(1 + below(3)) }),
      ...(below(2) === 0 ? { lead: pick(LOGINS) } : {}),
    }).body as { id: number };
    if (n % 2 === 0) send(`PATCH /slips/${id}`, { lead: pick(LOGINS) });
    if (n % 3 === 0) send(`PATCH /slips/${id}`, { place: { floor: 9 } });
    if (n % 4 === 1) send(`PATCH /slips/${id}`, { note: null });
    if (n % 3 === 1) send(`POST /slips/${id}/tags`, { tags: some(2) });
    const { tags } = send(`GET /slips/${id}`).body as { tags: readonly Tag[] };
    if (n % 3 === 2 && tags.length > 0) {
      send(`DELETE /slips/${id}/tags/${tags[0]?.name}`);
      if (n % 2 === 0) send(`DELETE /slips/${id}/tags/${tags[0]?.name}`);
    }
    if (n % 5 === 0)
      send(`PUT /slips/${id}`, { title: 'Anew', ...(n % 2 === 0 ? { lead: pick(LOGINS) } : { note: 'fresh' }) });
    send(`GET /slips/${id}`);
    if (n % 9 === 0) send('GET /slips');
  });
}
