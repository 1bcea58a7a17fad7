import { ApiError } from './errors.ts';
import type { Reply } from './exchange.ts';

/** Answers a repeated POST with the first answer, so that a client may retry after a lost response. */
export class Idempotency {
  readonly #answers = new Map<string, { readonly request: string; readonly reply: Reply }>();

  run(agentId: string, key: string | undefined, request: string, answer: () => Reply): Reply {
    if (key === undefined) return answer();
    const slot = `${agentId} ${key}`;
    const earlier = this.#answers.get(slot);
    if (earlier === undefined) {
      const reply = answer();
      this.#answers.set(slot, { request, reply });
      return reply;
    }
    if (earlier.request !== request)
      throw new ApiError(422, 'idempotency_key_reused', 'This Idempotency-Key was used for a different request.');
    return { ...earlier.reply, headers: { ...earlier.reply.headers, 'Idempotency-Replayed': 'true' } };
  }
}
