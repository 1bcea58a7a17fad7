/**
 * The two baselines a simulation must beat, on the same data: the recorded answer of the very same request, and the
 * most similar recorded answer of the same operation with the request's path values put in. Neither has a state.
 */
import { pathOf, type HttpRequest, type HttpResponse } from '../model/http.ts';
import type { TracedSession } from '../model/trace.ts';
import type { Session } from '../model/recording.ts';
import { NOTHING_TO_SAY, type Player } from './player.ts';

interface Sample {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  readonly tokens: ReadonlySet<string>;
}

const SAMPLES_KEPT = 200;

export class Baselines {
  readonly #exact = new Map<string, HttpResponse[]>();
  readonly #byOperation = new Map<string, Sample[]>();

  learn(session: Session, traced: TracedSession): void {
    for (const [index, { request, outcome }] of session.interactions.entries()) {
      if (outcome.kind !== 'response') continue;
      const { response } = outcome;
      const same = this.#exact.get(exactKey(request));
      if (same === undefined) this.#exact.set(exactKey(request), [response]);
      else if (same.length < SAMPLES_KEPT) same.push(response);
      const operation = traced.steps[index]?.operation ?? null;
      if (operation === null) continue;
      const samples = this.#byOperation.get(operation) ?? [];
      this.#byOperation.set(operation, samples);
      if (samples.length < SAMPLES_KEPT) samples.push({ request, response, tokens: tokensOf(request) });
    }
  }

  exactReplay(): Player {
    const asked = new Map<string, number>();
    return {
      answer: (request) => {
        const key = exactKey(request);
        const turn = asked.get(key) ?? 0;
        asked.set(key, turn + 1);
        const same = this.#exact.get(key) ?? [];
        const response = same[Math.min(turn, same.length - 1)];
        return response === undefined ? NOTHING_TO_SAY : { response, noAnswer: false, unverified: false };
      },
    };
  }

  templateReplay(): Player {
    return {
      answer: (request, _, operation) => {
        const samples = operation === null ? undefined : this.#byOperation.get(operation);
        const wanted = tokensOf(request);
        let best: Sample | undefined;
        let most = -1;
        for (const sample of samples ?? []) {
          const shared = similarity(wanted, sample.tokens);
          if (shared >= most) [best, most] = [sample, shared];
        }
        if (best === undefined) return NOTHING_TO_SAY;
        return { response: withPathValues(best, request), noAnswer: false, unverified: false };
      },
    };
  }
}

function exactKey({ method, origin, target, body }: HttpRequest): string {
  return `${method} ${origin}${target}\n${Buffer.from(body).toString('latin1')}`;
}

function tokensOf({ target, body }: HttpRequest): ReadonlySet<string> {
  return new Set(`${target} ${Buffer.from(body.subarray(0, 4000)).toString('utf8')}`.split(/[^\w.@-]+/));
}

function similarity(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  let shared = 0;
  for (const token of left) if (right.has(token)) shared += 1;
  return shared / (left.size + right.size - shared);
}

function withPathValues({ request, response }: Sample, asked: HttpRequest): HttpResponse {
  const wanted = pathOf(asked.target).split('/');
  let text = Buffer.from(response.body).toString('utf8');
  for (const [index, segment] of pathOf(request.target).split('/').entries()) {
    const other = wanted[index];
    if (other === undefined || other === segment) continue;
    text = text.replace(
      new RegExp(`(?<![\\w.-])${segment.replaceAll(/[^\w-]/g, '\\$&')}(?![\\w.-])`, 'g'),
      () => other,
    );
  }
  return { ...response, body: Buffer.from(text) };
}
