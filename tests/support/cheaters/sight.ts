import type { AgentEpisode, Json } from '../../../src/index.ts';

/** A documented operation, as the tool list says it. */
export interface Documented {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly fields: readonly string[];
  readonly required: readonly string[];
}

/** What an author who has read the documentation can do in any episode: call functions by name on either interface, and find the record named. */
export class Sight {
  readonly functions: readonly Documented[];
  /** Texts in quotes in the instruction. */
  readonly quoted: readonly string[];
  /** Words of the instruction with a digit in them. */
  readonly codes: readonly string[];
  readonly #episode: AgentEpisode;
  readonly #iface: 'http' | 'tools';

  constructor(episode: AgentEpisode, iface: 'http' | 'tools') {
    this.#iface = iface;
    this.#episode = episode;
    this.quoted = [...episode.instruction.matchAll(/"([^"]+)"/g)].map(([, text]) => text ?? '');
    this.codes = [...episode.instruction.matchAll(/[A-Za-z]*[_-]?\w*\d[\w-]*/g)].map(([code]) => code);
    this.functions = (episode.tools ?? []).flatMap(({ name, description, parameters }) => {
      const [, method, path] = /: (GET|POST|PUT|PATCH|DELETE) (\/\S*?)(?=\.?(?:\s|$))/.exec(description) ?? [];
      const { properties = {}, required = [] } = parameters as { properties?: object; required?: string[] };
      return method === undefined || path === undefined
        ? []
        : [{ name, method, path, fields: Object.keys(properties), required }];
    });
  }

  async call(to: Documented, args: Readonly<Record<string, Json>>): Promise<{ status: number; body: unknown }> {
    if (this.#iface === 'tools') return this.#episode.call(to.name, args);
    const [base = ''] = Object.values(this.#episode.baseUrls);
    const inPath = new Set<string>();
    const path = to.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
      inPath.add(name);
      return encodeURIComponent(String(args[name] ?? ''));
    });
    const rest = Object.entries(args).filter(([name]) => !inPath.has(name));
    const query =
      to.method === 'GET'
        ? `?${new URLSearchParams(rest.map(([name, value]): [string, string] => [name, String(value)]))}`
        : '';
    const response = await this.#episode.fetch(`${base}${path}${query}`, {
      method: to.method,
      headers: { ...this.credentials(), 'content-type': 'application/json' },
      ...(to.method === 'GET' || to.method === 'DELETE' ? {} : { body: JSON.stringify(Object.fromEntries(rest)) }),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text };
  }

  credentials(): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.values(this.#episode.credentials)[0]?.[0]?.headers ?? []);
  }

  /** The first record that has something of the instruction as a value. */
  async named(): Promise<Readonly<Record<string, Json>> | null> {
    const said = new Set([...this.codes, ...this.quoted]);
    for (const list of this.functions.filter(({ method, path }) => method === 'GET' && !path.includes('{'))) {
      const noun = (list.path.split('/').at(-1) ?? '').replace(/s$/, '');
      if (!this.#episode.instruction.includes(noun)) continue;
      for (let page = 1; page <= 3; page += 1) {
        const { body } = await this.call(list, { per_page: '100', page: String(page) });
        for (const record of recordsIn(body))
          if (Object.values(record).some((value) => said.has(String(value)))) return record;
      }
    }
    return null;
  }

  /** The function on one record of the kind that such a path names. */
  onOne(method: string, record: Readonly<Record<string, Json>>): readonly [Documented, string] | null {
    const known = this.functions.find(
      (to) =>
        to.method === method &&
        (to.path.match(/\{/g) ?? []).length === 1 &&
        this.#episode.instruction.includes((to.path.split('/{')[0]?.split('/').at(-1) ?? '').replace(/s$/, '')),
    );
    const name = /\{([^}]+)\}/.exec(known?.path ?? '')?.[1];
    return known === undefined || name === undefined || record['id'] === undefined ? null : [known, name];
  }
}

export function* recordsIn(value: unknown): Generator<Readonly<Record<string, Json>>> {
  if (Array.isArray(value)) for (const item of value) yield* recordsIn(item);
  else if (typeof value === 'object' && value !== null) {
    if ('id' in value) yield value as Readonly<Record<string, Json>>;
    for (const inner of Object.values(value)) yield* recordsIn(inner);
  }
}
