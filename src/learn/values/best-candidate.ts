/** The cheapest expression that holds for (nearly) all witnesses of a value. */
import { canonicalJson, type Json } from '../../model/json.ts';
import type { Expr } from '../../model/expr.ts';
import type { Candidate } from './candidate.ts';
import { candidatesFor } from './candidates.ts';
import { matches } from './evaluate.ts';
import { isOneRequest, isTelling } from '../reading/one-request.ts';
import type { LearnOptions, Learned, Sample } from './value-sample.ts';

export function best(samples: readonly Sample[], options: LearnOptions): Learned | null {
  const wanted = options.agreement ?? (samples.length < 6 ? 1 : 0.92);
  const tried = new Map<string, Candidate>();
  for (const { scene, value, draft } of probesOf(samples)) {
    for (const candidate of candidatesFor(value ?? null, scene, {
      refs: options.refs,
      name: options.name,
      path: options.path,
      draft,
    })) {
      const key = canonicalJson(candidate.expr as unknown as Json);
      const known = tried.get(key);
      if (known === undefined || known.cost > candidate.cost) tried.set(key, candidate);
    }
  }
  const ranked = [...tried.values()].sort((a, b) => a.cost - b.cost);
  const checked =
    samples.length > 80 ? samples.filter((_, index) => index % Math.ceil(samples.length / 80) === 0) : samples;
  let found: Learned | null = null;
  const mayEcho = samples.length === 1 || (isTelling(samples[0]?.value) && isOneRequest(samples));
  for (const { expr, cost } of ranked.slice(0, 400)) {
    const own = cost - (mayEcho && isEcho(expr, samples) ? 0.5 : 0);
    if (found !== null && own >= found.cost) continue;
    let hits = 0;
    let misses = 0;
    const allowed = checked.length * (1 - wanted);
    for (const { scene, value, draft } of checked) {
      if (matches(expr, scene, value, draft)) hits++;
      else if (++misses > allowed) break;
    }
    if (misses <= allowed && hits > 0) found = { expr, share: hits / checked.length, cost: own };
  }
  return found;
}

/** A few witnesses whose values differ, from which candidates are drawn. */
function probesOf(samples: readonly Sample[]): readonly Sample[] {
  const seen = new Set<string>();
  const probes: Sample[] = [];
  for (const sample of samples) {
    const text = canonicalJson(sample.value ?? null);
    if (seen.has(text)) continue;
    seen.add(text);
    probes.push(sample);
    if (probes.length >= 4) break;
  }
  return probes;
}

/** One witness: a value worth repeating that the request also carried is an echo, not a constant. */
function isEcho(expr: Expr, [sample]: readonly Sample[]): boolean {
  if (expr.k !== 'slot') return false;
  return typeof sample?.value === 'string' ? sample.value.length >= 3 : isTelling(sample?.value);
}
