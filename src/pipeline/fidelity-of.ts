import { ContentError } from '../errors.ts';
import { measureFidelity, type FidelityOptions, type FidelityReport } from '../fidelity/measure-fidelity.ts';
import { learn } from '../learn/learn.ts';
import { traceSession } from '../learn/trace/trace-session.ts';
import { RecordingStore } from '../store/recording.ts';
import { createWorld } from '../world/create-world.ts';
import { overridesFor } from './overrides-for.ts';
import { answersOf } from './answers-of.ts';

/** Holds sessions out, learns the rest, and measures the world on what it has not seen. */
export function fidelityOf(path: string, options: FidelityOptions): FidelityReport {
  const store = RecordingStore.open(path, { mode: 'read' });
  try {
    const { sessions } = store.facts();
    if (sessions < 2)
      throw new ContentError(
        'OFFSCRIPT_TOO_FEW_SESSIONS',
        `${path} holds ${sessions} sessions; some must be held out, and some learned from.`,
        'Record at least two: offscript capture --to URL --out FILE.',
      );
    const overrides = overridesFor(path);
    return measureFidelity(() => store.sessions(), options, {
      learn: (training) => learn(training, { overrides, isPart: true }),
      traceSession,
      createWorld,
      recordedAnswers: (model, training) => answersOf(store, model, training),
    });
  } finally {
    store.close();
  }
}
