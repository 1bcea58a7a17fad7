import type { EpisodeSetFacts } from '../model/episode.ts';
import type { StartEpisode } from '../model/rollout.ts';
import type { WorldDraft, WorldSpec } from '../model/world.ts';
import { createProver, type Prover } from '../prove/create-prover.ts';
import { rememberedWorlds } from '../prove/episode/remembered-worlds.ts';
import { createStart } from '../replay/run-episode.ts';
import { createJudge } from '../reward/create-judge.ts';
import { createWorld } from '../world/create-world.ts';
import { createDraft } from '../world/state/draft.ts';

/** Proves episodes of a set's facts. */
export function proverFor(facts: EpisodeSetFacts, maxBytes: number): Prover {
  return createProver({
    model: facts.model,
    tools: facts.tools,
    start: createStart({ model: facts.model, tools: facts.tools, createWorld: rememberedWorlds(createWorld) }),
    startAfresh: startFor(facts),
    judge: createJudge(facts.model, facts.policies),
    policies: facts.policies ?? [],
    maxBytes,
  });
}

/** Starts episodes of a set. */
export function startFor(facts: Pick<EpisodeSetFacts, 'model' | 'tools'>): StartEpisode {
  return createStart({ model: facts.model, tools: facts.tools, createWorld });
}

export function createDraftOf(spec: WorldSpec): WorldDraft {
  return createDraft(spec.model, spec.patches, spec.startAt, spec.seed);
}
