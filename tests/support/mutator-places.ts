/** Where the mutators of the catalogue apply in an API, and what of it can be proven. */
import { CATALOGUE } from '../../mutators/index.ts';
import { toolsOf } from '../../src/learn/tools-of.ts';
import { learn } from '../../src/learn/learn.ts';
import { traceSession } from '../../src/learn/trace/trace-session.ts';
import { hash32 } from '../../src/model/digest.ts';
import type { Json } from '../../src/model/json.ts';
import type { Session } from '../../src/model/recording.ts';
import type { TaskSlice } from '../../src/model/task-slice.ts';
import { applyPlan } from '../../src/mutate/apply-plan.ts';
import { createContext } from '../../src/mutate/create-context.ts';
import { drawParams } from '../../src/mutate/draw-params.ts';
import { matchesGlobs } from '../../src/mutate/matches-globs.ts';
import { randomFrom } from '../../src/mutate/random.ts';
import { createDraftOf, proverFor } from '../../src/pipeline/prover-for.ts';
import { makeTasks } from '../../src/task/make-tasks.ts';

export interface PlacesOf {
  /** Places in all tasks that were looked at. */
  readonly places: number;
  readonly made: number;
  readonly refused: Readonly<Record<string, number>>;
}

/** Each mutator alone, at up to `tries` places spread over up to `most` tasks. */
export function mutatorPlaces(
  sessions: readonly Session[],
  { most, tries, globs = [] }: { readonly most: number; readonly tries: number; readonly globs?: readonly string[] },
): ReadonlyMap<string, PlacesOf> {
  const model = learn(() => sessions);
  const traced = sessions.map((session) => traceSession(model, session));
  const facts = { model, tools: toolsOf(model), seed: 1, recording: { name: '', digest: '' }, options: {} };
  const prover = proverFor(facts, 65_536);
  const tasks = makeTasks(model, traced, 1)
    .tasks.filter(({ use }) => use === 'yes')
    .toSorted((a, b) => hash32(a.id) - hash32(b.id));
  const slices: TaskSlice[] = [];
  for (const task of tasks) {
    const slice = slices.length < most ? prover.slice(task, 'http') : '';
    if (typeof slice !== 'string') slices.push(slice);
  }
  const placed = slices.map((slice) => {
    const { start: patches, startAt } = slice.task;
    const fresh = (seed: number) => createDraftOf({ model, patches, seed, startAt });
    const start = fresh(0);
    return { slice, start, fresh, context: createContext(model, slice, start) };
  });
  return new Map(
    CATALOGUE.filter(({ id }) => matchesGlobs(id, globs)).map((mutator): [string, PlacesOf] => {
      const random = randomFrom(7);
      const sites = placed.flatMap((place) => [...mutator.targets(place.context)].map((target) => ({ place, target })));
      const refused: Record<string, number> = {};
      let made = 0;
      const step = Math.max(1, Math.floor(sites.length / tries));
      for (let at = 0; at < sites.length && at / step < tries; at += step) {
        const site = sites[at];
        if (site === undefined) break;
        const { place, target } = site;
        const params: Json = drawParams(mutator, random, null);
        const draft = applyPlan({
          context: place.context,
          plan: [{ mutator: mutator.id, target, params }],
          seed: at,
          mutator: () => mutator,
          start: place.start,
          freshDraft: () => place.fresh(at),
        });
        const proving = prover.prove(draft, 'http');
        if (proving.kind === 'proven') made += 1;
        else refused[proving.reason] = (refused[proving.reason] ?? 0) + 1;
      }
      return [mutator.id, { places: sites.length, made, refused }];
    }),
  );
}
