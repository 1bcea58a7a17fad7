import { isJsonObject, parseJson } from '../reference-apis/json.ts';
import type { JsonValue } from '../reference-apis/json.ts';
import type { ReferenceApi, ReferenceResponse } from '../reference-apis/reference-api.ts';
import type { Bindings, ProbeScalar } from '../reference-apis/probe.ts';
import { leavesOf } from './leaves.ts';
import { pathFilter } from './path-filter.ts';

/**
 * Which id of the world stands for which id of the reference. Ids of the recording stand for themselves; new ones are
 * paired where a probe binds them, or where they first appear in the same place.
 */
export class IdPairs {
  readonly #recorded = new Set<string>();
  readonly #theirs = new Map<string, Set<string>>();
  readonly #ours = new Set<string>();

  constructor(api: ReferenceApi, answers: readonly ReferenceResponse[]) {
    for (const { headers, body } of answers) {
      for (const { path, value } of leavesOf(parseJson(body))) {
        if (pathFilter(api.idPaths)(path)) this.#remember(value);
      }
      for (const [name, value] of headers)
        if (api.idPaths.includes(`header:${name.toLowerCase()}`)) this.#remember(value);
    }
  }

  bind(theirs: Bindings, ours: Bindings): void {
    for (const [name, value] of theirs) {
      const other = ours.get(name);
      if (other !== undefined && other !== value) this.#pair(value, other);
    }
  }

  /** `learn`: a new id on both sides makes a pair. */
  same(theirs: JsonValue | undefined, ours: JsonValue | undefined, learn: boolean): boolean {
    if (isJsonObject(theirs) || Array.isArray(theirs)) return JSON.stringify(theirs) === JSON.stringify(ours);
    if (typeof theirs !== typeof ours || theirs === null || ours === null) return theirs === ours;
    if (theirs === undefined || ours === undefined || typeof theirs === 'boolean') return theirs === ours;
    if (this.#sameToken(String(theirs), String(ours), learn)) return true;
    const [left, right] = [tokensOf(String(theirs)), tokensOf(String(ours))];
    if (left.length < 2 || left.length !== right.length) return false;
    return left.every((token, index) => this.#sameToken(token, right[index] ?? '', learn));
  }

  #sameToken(theirs: string, ours: string, learn: boolean): boolean {
    if (this.#theirs.get(theirs)?.has(ours) === true || theirs === ours) return true;
    if (!learn || this.#theirs.has(theirs) || this.#ours.has(ours)) return false;
    if (this.#recorded.has(theirs) || this.#recorded.has(ours) || !alike(theirs, ours)) return false;
    this.#pair(theirs, ours);
    return true;
  }

  #pair(theirs: ProbeScalar, ours: ProbeScalar): void {
    const set = this.#theirs.get(String(theirs)) ?? new Set();
    this.#theirs.set(String(theirs), set.add(String(ours)));
    this.#ours.add(String(ours));
  }

  #remember(value: JsonValue): void {
    for (const token of [String(value), ...tokensOf(String(value))]) this.#recorded.add(token);
  }
}

/** New ids look like the API's own: digits stay digits, letters of a prefix stay. */
function alike(theirs: string, ours: string): boolean {
  if (/^\d+$/.test(theirs)) return /^\d+$/.test(ours);
  const prefix = /^[a-z]{1,8}_/i.exec(theirs)?.[0] ?? '';
  return ours.startsWith(prefix) && Math.abs(ours.length - theirs.length) <= Math.max(2, theirs.length * 0.25);
}

function tokensOf(text: string): readonly string[] {
  return text.split(/([^\w-]+)/);
}
