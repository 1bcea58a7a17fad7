/** Recorded answers and the requests they belong to: which one is nearest, and whether it is the very one. */
import type { Json } from '../../model/json.ts';
import { canonicalJson, leavesOf } from '../../model/json.ts';
import type { AnswerSample } from '../../model/base-state.ts';
import type { Slot } from '../../model/slot.ts';
import type { RequestView } from '../request/request-view.ts';

export interface SampleMatch {
  readonly sample: AnswerSample;
  /** Every slot of either side is the same on the other. */
  readonly exact: boolean;
  /** Slots whose values differ: recorded and now. */
  readonly differing: readonly { readonly recorded: Json; readonly now: Json | undefined; readonly slot: Slot }[];
}

export function nearestSample(samples: readonly AnswerSample[], request: RequestView): SampleMatch | null {
  let best: SampleMatch | null = null;
  let bestScore = -Infinity;
  const carried = carriedBy(request);
  for (const sample of samples) {
    const match = matchOf(sample, request, carried);
    const equal = sample.request.slots.length - match.differing.length;
    const score = match.exact ? Infinity : equal * 2 - match.differing.length;
    if (score > bestScore || (score === bestScore && best !== null && sample.at > best.sample.at)) {
      best = match;
      bestScore = score;
    }
  }
  return best;
}

function matchOf(sample: AnswerSample, request: RequestView, carried: ReadonlySet<string>): SampleMatch {
  const differing: { recorded: Json; now: Json | undefined; slot: Slot }[] = [];
  const named = new Set<string>();
  for (const { slot, value } of sample.request.slots) {
    named.add(slotText(slot));
    const now = request.value(slot);
    if (now === undefined || comparable(now) !== comparable(value)) differing.push({ recorded: value, now, slot });
  }
  const exact = differing.length === 0 && [...carried].every((name) => named.has(name));
  return { sample, exact, differing };
}

/** Names of every query and body slot that the request fills. */
function carriedBy(request: RequestView): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [name] of request.query()) names.add(slotText({ in: 'query', name }));
  const body = request.body();
  if (body !== undefined) for (const { path } of leavesOf(body)) names.add(slotText({ in: 'body', path }));
  return names;
}

function slotText(slot: Slot): string {
  return slot.in === 'body' ? `body ${JSON.stringify(slot.path)}` : `${slot.in} ${slot.name}`;
}

function comparable(value: Json): string {
  return typeof value === 'object' ? canonicalJson(value) : String(value);
}
