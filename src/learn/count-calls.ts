import type { HttpRequest } from '../model/http.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { OperationId } from '../model/names.ts';
import { modelRouter } from './paths/model-router.ts';
import { exchangeOf } from './reading/exchange.ts';

export interface CountedCalls {
  readonly byOperation: ReadonlyMap<OperationId, number>;
  /** Calls of no operation of the model. */
  readonly others: number;
}

/** How often each operation was called: of a request only what tells its operation is looked at. */
export function countCalls(model: LearnedModel, requests: Iterable<HttpRequest>): CountedCalls {
  const route = modelRouter(model);
  const byOperation = new Map<OperationId, number>();
  let others = 0;
  for (const request of requests) {
    const found = route(exchangeOf({ seq: 0, request, outcome: NO_ANSWER, timing: NO_TIMES, incomplete: null }));
    if (found === null) others++;
    else byOperation.set(found.operation.id, (byOperation.get(found.operation.id) ?? 0) + 1);
  }
  return { byOperation, others };
}

const NO_ANSWER = { kind: 'error', error: { kind: 'aborted', message: '' } } as const;
const NO_TIMES = { requestAt: 0, firstByteAfter: null, lastByteAfter: null, chunks: null };
