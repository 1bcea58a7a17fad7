/**
 * The two baselines every simulation must beat: replaying the recorded answer of the very same request, and replaying
 * the most similar recorded answer of the same operation with the path's values put in. Neither has a state.
 */
import type { RecordedInteraction } from '../reference-apis/record-sessions.ts';
import type { ReferenceApi, ReferenceRequest, ReferenceResponse } from '../reference-apis/reference-api.ts';
import type { Twin, TwinAnswer } from './twin.ts';

const NO_ANSWER: TwinAnswer = {
  response: { status: 501, headers: [], body: new TextEncoder().encode('{"error":"no recording"}') },
  noAnswer: true,
  unverified: false,
  note: 'nothing recorded',
  changes: 0,
};

export function createExactReplay(recorded: readonly RecordedInteraction[]): Twin {
  const answers = new Map<string, ReferenceResponse[]>();
  for (const { request, response } of recorded) push(answers, exactKey(request), response);
  const asked = new Map<string, number>();
  return {
    handle(request) {
      const key = exactKey(request);
      const list = answers.get(key);
      const turn = asked.get(key) ?? 0;
      asked.set(key, turn + 1);
      const response = list?.[Math.min(turn, list.length - 1)];
      return response === undefined ? NO_ANSWER : replayed(response);
    },
    fork: () => undefined,
  };
}

export function createTemplateReplay(api: ReferenceApi, recorded: readonly RecordedInteraction[]): Twin {
  const byOperation = new Map<string, RecordedInteraction[]>();
  for (const interaction of recorded) {
    const operation = api.operationOf(interaction.request);
    if (operation !== undefined) push(byOperation, operation, interaction);
  }
  return {
    handle(request) {
      const candidates = byOperation.get(api.operationOf(request) ?? '') ?? [];
      const wanted = tokensOf(request);
      let best: RecordedInteraction | undefined;
      let bestScore = -1;
      for (const candidate of candidates) {
        const score = overlap(wanted, tokensOf(candidate.request));
        if (score >= bestScore) [best, bestScore] = [candidate, score];
      }
      return best === undefined ? NO_ANSWER : replayed(substituted(best, request));
    },
    fork: () => undefined,
  };
}

function exactKey({ method, origin, path, body }: ReferenceRequest): string {
  return `${method} ${origin}${path}\n${new TextDecoder().decode(body)}`;
}

function tokensOf({ path, body }: ReferenceRequest): ReadonlySet<string> {
  return new Set(`${path} ${new TextDecoder().decode(body)}`.split(/[^\w.@-]+/));
}

function overlap(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  let shared = 0;
  for (const token of left) if (right.has(token)) shared += 1;
  return shared / (left.size + right.size - shared);
}

function substituted({ request, response }: RecordedInteraction, asked: ReferenceRequest): ReferenceResponse {
  const was = segmentsOf(request.path);
  const wanted = segmentsOf(asked.path);
  let text = new TextDecoder().decode(response.body);
  for (const [index, segment] of was.entries()) {
    const other = wanted[index];
    if (other === undefined || other === segment) continue;
    text = text.replace(
      new RegExp(`(?<![\\w.-])${segment.replaceAll(/[^\w-]/g, '\\$&')}(?![\\w.-])`, 'g'),
      () => other,
    );
  }
  return { ...response, body: new TextEncoder().encode(text) };
}

function segmentsOf(path: string): readonly string[] {
  return (path.split('?')[0] ?? '').split('/');
}

function replayed(response: ReferenceResponse): TwinAnswer {
  return { response, noAnswer: false, unverified: false, note: 'replayed', changes: 0 };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
