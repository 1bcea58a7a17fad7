import type { EpisodeDraft } from '../model/episode.ts';
import { Engine } from './engine.ts';
import type { MutateOptions } from './mutate-options.ts';
import type { DraftOutcome } from './usage.ts';

/**
 * Streams drafts of episodes: which task, which mutations, where. Deterministic: seed, input and told outcomes decide.
 * Tell `next` what became of a draft, so that shares and evenness hold among the proven ones; told nothing, it takes it for proven.
 */
export function* mutate(options: MutateOptions): Generator<EpisodeDraft, void, DraftOutcome | undefined> {
  const engine = new Engine(options);
  const first = (options.first ?? []).values();
  for (let made = 0; made < (options.count ?? Number.POSITIVE_INFINITY); made += 1) {
    const given = first.next().value;
    const draft = given === undefined ? engine.next() : engine.counted(given);
    if (draft === null) return;
    engine.told(draft, (yield draft) ?? 'proven');
  }
}
