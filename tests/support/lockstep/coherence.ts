/**
 * The minimum consistency contract, checked on the world's side alone: what was written is read back, two reads without
 * a write between agree, what was deleted is gone, refused calls change nothing, lists show what items show.
 */
import { isJsonObject, parseJson } from '../reference-apis/json.ts';
import type { JsonValue } from '../reference-apis/json.ts';
import { readJsonPath } from '../reference-apis/json-path.ts';
import { entityKey } from '../reference-apis/probe.ts';
import type { Bindings, ProbeAction } from '../reference-apis/probe.ts';
import type {
  CrawledResource,
  ReferenceApi,
  ReferenceRequest,
  ReferenceResponse,
} from '../reference-apis/reference-api.ts';
import { leavesOf, pathText } from './leaves.ts';
import { pathFilter } from './path-filter.ts';
import type { Twin, TwinAnswer } from './twin.ts';

export type Law =
  | 'read-your-writes'
  | 'repeated read'
  | 'deleted is gone'
  | 'refusal changes nothing'
  | 'read changes nothing'
  | 'list and item';

export interface Violation {
  readonly law: Law;
  readonly what: string;
}

export interface CoherenceCall {
  readonly action: ProbeAction;
  readonly request: ReferenceRequest;
  readonly answer: TwinAnswer;
  readonly before: Bindings;
  readonly after: Bindings;
  /** the reference refused its own call */
  readonly refused: boolean;
}

const CRAWL_LIMIT = 20_000;

class EndlessCrawl extends Error {}

export class CoherenceWatch {
  readonly violations: Violation[] = [];
  readonly probes: Record<Law, number> = {
    'read-your-writes': 0,
    'repeated read': 0,
    'deleted is gone': 0,
    'refusal changes nothing': 0,
    'read changes nothing': 0,
    'list and item': 0,
  };
  readonly #api: ReferenceApi;
  #written: { readonly key: string; readonly shown: string; readonly call: string } | undefined;
  readonly #reads = new Map<string, string>();
  readonly #deleted = new Set<string>();

  constructor(api: ReferenceApi) {
    this.#api = api;
  }

  see({ action, request, answer, before, after, refused }: CoherenceCall): void {
    const { response } = answer;
    const failed = response.status >= 400 || response.status === 0 || this.#api.errorOf(response) !== undefined;
    const key = entityKey(action, after) ?? entityKey(action, before);
    const call = `${request.method} ${request.path} ${new TextDecoder().decode(request.body)}`;
    const isRead = action.class !== 'write' && action.class !== 'error' && action.class !== 'auth';
    if (failed) this.#judge('refusal changes nothing', answer.changes === 0, call);
    else if (isRead) this.#judge('read changes nothing', answer.changes === 0, call);
    if (action.class === 'read-item' && action.shows !== undefined && key !== undefined && this.#written?.key === key) {
      const now = failed ? `status ${response.status}` : this.#shown(action, response);
      this.#judge(
        'read-your-writes',
        this.#written.shown === now,
        `${this.#written.call}\n  wrote ${this.#written.shown}\n  then ${call}\n  reads ${now}`,
      );
    }
    if (isRead) this.#readAgain(call, action, response);
    if (refused && key !== undefined && this.#deleted.has(key)) this.#judge('deleted is gone', failed, call);
    if (action.class === 'write' || !failed) {
      if (isRead) return;
      this.#reads.clear();
      this.#written = undefined;
      if (failed || key === undefined) return;
      if (action.shows !== undefined) this.#written = { key, shown: this.#shown(action, response), call };
      if (request.method === 'DELETE') this.#deleted.add(key);
      else this.#deleted.delete(key);
    }
  }

  /** Reads everything there is from a copy of the world. */
  crawl(twin: Twin, at: number): void {
    const copy = twin.fork();
    if (copy === undefined) return;
    for (const { name, pairs } of this.#crawled(copy, at)) {
      const seen = new Set<string>();
      for (const { listed, item } of pairs) {
        const difference = firstDifference(listed, item, this.#api.volatile);
        this.#judge(
          'list and item',
          difference === null,
          `${name}: ${difference}\n  listed ${text(listed)}\n  item ${text(item)}`,
        );
        const id = JSON.stringify(listed);
        if (seen.has(id)) this.#judge('list and item', false, `${name}: listed twice: ${text(listed)}`);
        seen.add(id);
      }
    }
  }

  #crawled(twin: Twin, at: number): readonly CrawledResource[] {
    let now = at;
    let calls = 0;
    try {
      return this.#api.crawl((request, afterMs) => {
        if (++calls > CRAWL_LIMIT) throw new EndlessCrawl(`${request.method} ${request.path}`);
        return twin.handle(request, (now += afterMs ?? 700)).response;
      });
    } catch (error) {
      if (!(error instanceof EndlessCrawl)) throw error;
      this.#judge('list and item', false, `the pages of a list never end: ${error.message}`);
      return [];
    }
  }

  #readAgain(call: string, action: ProbeAction, response: ReferenceResponse): void {
    const key = `${call} ${JSON.stringify(action.headers)}`;
    const now = `${response.status} ${stable(parseJson(response.body), this.#api.volatile)}`;
    const earlier = this.#reads.get(key);
    if (earlier !== undefined)
      this.#judge('repeated read', earlier === now, `${call}\n  first ${earlier}\n  then ${now}`);
    this.#reads.set(key, now);
  }

  #shown(action: ProbeAction, response: ReferenceResponse): string {
    return stable(readJsonPath(parseJson(response.body), action.shows ?? '$'), this.#api.volatile);
  }

  #judge(law: Law, holds: boolean, what: string): void {
    this.probes[law] += 1;
    if (!holds) this.violations.push({ law, what });
  }
}

/** Volatile paths are given from the root of an answer; inside of one they are matched by their ends. */
function stable(value: JsonValue | undefined, volatile: readonly string[]): string {
  const leaves = [...leavesOf(value)].filter(({ path }) => !pathFilter(volatile)(path));
  return leaves
    .map((leaf) => `${leaf.path.join('.')}=${JSON.stringify(leaf.value)}`)
    .sort()
    .join(' ');
}

function firstDifference(listed: JsonValue, item: JsonValue | undefined, volatile: readonly string[]): string | null {
  if (!isJsonObject(item)) return 'no item';
  const found = new Map([...leavesOf(item)].map(({ path, value }) => [JSON.stringify(path), JSON.stringify(value)]));
  for (const { path, value } of leavesOf(listed)) {
    if (pathFilter(volatile)(path)) continue;
    if (found.get(JSON.stringify(path)) !== JSON.stringify(value)) return `${pathText(path)} differs`;
  }
  return null;
}

function text(value: JsonValue | undefined): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 600);
}
