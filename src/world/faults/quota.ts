/** A quota of calls that others use too. */
import { QUOTA_OVERDRAWN } from '../../model/quota-overdrawn.ts';
import type { HttpResponse } from '../../model/http.ts';
import type { WorldPatch } from '../../model/world.ts';
import type { Turn } from '../compiled.ts';
import { refuseWith } from '../answers/error-answer.ts';
import { withWait } from './told-wait.ts';
import type { Outcome } from './inject-fault.ts';
import type { Hit, Rules } from './rules.ts';

const REMAINING = /^(?:x-)?rate-?limit-remaining$/i;

type Quota = Extract<WorldPatch, { p: 'quota' }>;

/** Notes what is taken from others, and refuses where nothing is left; null where the call may go on. */
export function drawOnQuota(turn: Turn, rules: Rules, hits: readonly Hit[]): Outcome | null {
  const hit = quotaOf(hits);
  if (hit === null) return null;
  const { index, nth, patch } = hit;
  if (nth >= patch.share) rules.fire(index, QUOTA_OVERDRAWN, turn);
  if (nth < patch.left) return null;
  return { kind: 'response', response: withWait(refuseWith(turn, 429).response, patch.seconds) };
}

/** Says what is left where the API's answers say so anyway. */
export function withQuota(response: HttpResponse, hits: readonly Hit[]): HttpResponse {
  const hit = quotaOf(hits);
  if (hit === null || !response.headers.some(([name]) => REMAINING.test(name))) return response;
  const left = String(Math.max(0, hit.patch.left - hit.nth - 1));
  const headers = response.headers.map(([name, value]): readonly [string, string] => [
    name,
    REMAINING.test(name) ? left : value,
  ]);
  return { ...response, headers };
}

function quotaOf(hits: readonly Hit[]): (Hit & { readonly patch: Quota }) | null {
  return hits.find((hit): hit is Hit & { readonly patch: Quota } => hit.patch.p === 'quota') ?? null;
}
