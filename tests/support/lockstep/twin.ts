/** What is driven beside a reference API: a learned world, or one of the baselines it is compared with. */
import type { LearnedModel } from '../../../src/model/learned-model.ts';
import type { World } from '../../../src/model/world.ts';
import { createWorld } from '../../../src/world/create-world.ts';
import type { ReferenceRequest, ReferenceResponse } from '../reference-apis/reference-api.ts';

export interface TwinAnswer {
  readonly response: ReferenceResponse;
  readonly noAnswer: boolean;
  readonly unverified: boolean;
  /** How the answer came about, for the details. */
  readonly note: string;
  /** Records the call changed. */
  readonly changes: number;
}

export interface Twin {
  handle(request: ReferenceRequest, at: number): TwinAnswer;
  /** A copy that can be read without moving the original; undefined where there is no state to copy. */
  fork(): Twin | undefined;
}

export function createWorldTwin(model: LearnedModel, startAt: number, seed: number): Twin {
  return twinOf(createWorld({ model, patches: [], seed, startAt }));
}

function twinOf(world: World): Twin {
  return {
    handle({ method, origin, path, headers, body }, at) {
      const answer = world.handle({ method, origin, target: path, headers, body }, at);
      const { outcome, operation, source, noAnswer, unverified, changes } = answer;
      return {
        response: outcome.kind === 'response' ? outcome.response : NOTHING,
        noAnswer,
        unverified,
        note: `${source} ${operation ?? 'no operation'}${unverified ? ' unverified' : ''}`,
        changes: changes.length,
      };
    },
    fork: () => twinOf(world.fork()),
  };
}

const NOTHING: ReferenceResponse = { status: 0, headers: [], body: new Uint8Array() };
