import type { LearnedModel } from '../model/learned-model.ts';
import type { Credential } from '../model/rollout.ts';
import type { World } from '../model/world.ts';
import { credentialsOf } from './credentials.ts';
import { serveOrigins } from './http-server.ts';

export interface ServedWorld {
  readonly origins: Readonly<Record<string, string>>;
  readonly credentials: Readonly<Record<string, readonly Credential[]>>;
  /** Requests answered so far. */
  readonly requests: number;
  close(): Promise<void>;
}

/** A bare world over HTTP, without episode or limits. Its time starts at `startAt` and then goes as the clock on the wall. */
export async function serveWorld({
  model,
  world,
  startAt,
  port,
}: {
  readonly model: LearnedModel;
  readonly world: World;
  readonly startAt: number;
  readonly port: number;
}): Promise<ServedWorld> {
  const begun = performance.now();
  let requests = 0;
  const served = await serveOrigins({
    origins: model.origins,
    port,
    answer: (request) => {
      requests++;
      return world.handle(request, startAt + Math.round(performance.now() - begun)).outcome;
    },
  });
  return {
    origins: served.baseUrls,
    credentials: credentialsOf(model, null),
    get requests() {
      return requests;
    },
    close: served.close,
  };
}
