/** After whatever a mutator did, list, item, count, search and later writes say the same: sampled here, all in `npm run coherence`. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { stageFor } from '../../src/pipeline/play-set.ts';
import { EpisodeSet } from '../../src/store/set-store.ts';
import { incoherences } from '../support/coherence.ts';
import { helpdeskSet } from '../support/helpdesk-set.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** `npm run coherence` asks for more. */
const EPISODES = Number(process.env['OFFSCRIPT_EPISODES'] ?? 28);

const FOLDER = temporaryFolder();

it('agrees with itself in every episode, apart from what its mutators declare', { timeout: 600_000 }, async () => {
  const out = join(FOLDER, 'coherence.sqlite');
  await helpdeskSet(out, { count: EPISODES, interfaces: ['http'], seed: 21 });
  const set = EpisodeSet.open(out);
  try {
    const { start } = stageFor(set);
    const found = [...set.episodes()].flatMap((episode) =>
      incoherences(episode, set.facts.model, start).map(
        (what) => `${episode.mutators.map(({ id }) => id).join(' + ') || 'neutral'}: ${what}`,
      ),
    );
    expect(found).toEqual([]);
  } finally {
    set.close();
  }
});
