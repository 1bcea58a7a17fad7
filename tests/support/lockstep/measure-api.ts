import { learn } from '../../../src/learn/learn.ts';
import type { LearnedModel } from '../../../src/model/learned-model.ts';
import type { ReferenceApi } from '../reference-apis/reference-api.ts';
import { recordSessions } from '../reference-apis/record-sessions.ts';
import type { RecordedInteraction } from '../reference-apis/record-sessions.ts';
import { referenceSessions } from '../reference-sessions.ts';
import { createExactReplay, createTemplateReplay } from './baselines.ts';
import { runLockstep } from './run-lockstep.ts';
import type { LockstepOutcome } from './run-lockstep.ts';
import { createWorldTwin } from './twin.ts';
import type { Twin } from './twin.ts';

export interface MeasureOptions {
  readonly sessions: number;
  /** a recording of its own each */
  readonly seeds: readonly number[];
  /** probe streams per recording, and probes in each */
  readonly runs: number;
  readonly probes: number;
}

export interface Measured {
  readonly api: ReferenceApi;
  readonly outcomes: readonly LockstepOutcome[];
  readonly interactions: number;
  readonly learnSeconds: number;
}

export type MakeTwin = (
  recorded: readonly RecordedInteraction[],
  model: () => LearnedModel,
  startAt: number,
  seed: number,
) => Twin;

export const WORLD: MakeTwin = (_, model, startAt, seed) => createWorldTwin(model(), startAt, seed);
export const exactReplayOf = (): MakeTwin => (recorded) => createExactReplay(recorded);
export const templateReplayOf =
  (api: ReferenceApi): MakeTwin =>
  (recorded) =>
    createTemplateReplay(api, recorded);

/** Records, learns, and drives the twin beside the reference from where the recording ends. */
export function measureApi(api: ReferenceApi, options: MeasureOptions, makeTwin: MakeTwin = WORLD): Measured {
  const outcomes: LockstepOutcome[] = [];
  let interactions = 0;
  let learnSeconds = 0;
  for (const seed of options.seeds) {
    let model: LearnedModel | undefined;
    const learned = (): LearnedModel => {
      if (model !== undefined) return model;
      const sessions = referenceSessions(api, seed, options.sessions);
      const began = performance.now();
      model = learn(() => sessions);
      learnSeconds += (performance.now() - began) / 1000;
      return model;
    };
    for (let run = 0; run < options.runs; run++) {
      const recording = recordSessions(api, seed, options.sessions);
      interactions += run === 0 ? recording.interactions.length : 0;
      const probeSeed = seed * 100 + run;
      outcomes.push(
        runLockstep({
          api,
          recorded: recording.interactions,
          reference: recording.instance,
          twin: makeTwin(recording.interactions, learned, recording.end, probeSeed),
          startAt: recording.end,
          probes: options.probes,
          seed: probeSeed,
        }),
      );
    }
  }
  return { api, outcomes, interactions, learnSeconds };
}
