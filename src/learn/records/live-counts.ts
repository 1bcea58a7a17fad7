import type { Track } from './chronicle.ts';

export interface LiveCounts {
  /** How many of the records were known and not deleted just before a tick. */
  before(tick: number): number;
}

const CACHE = new WeakMap<readonly Track[], LiveCounts>();

/** Of records that are not written to any more: each birth and death is looked at once, whatever is asked. */
export function liveCounts(tracks: readonly Track[]): LiveCounts {
  let counts = CACHE.get(tracks);
  if (counts === undefined) CACHE.set(tracks, (counts = countsOf(tracks)));
  return counts;
}

function countsOf(tracks: readonly Track[]): LiveCounts {
  let atStart = 0;
  const turns: { readonly tick: number; readonly by: number }[] = [];
  for (const { born, versions } of tracks) {
    // Met later, but not born later: it was there.
    let isLive = !born && versions[0] !== undefined && versions[0].doc !== null;
    if (isLive) atStart += 1;
    for (const { tick, doc } of versions) {
      if ((doc !== null) === isLive) continue;
      isLive = doc !== null;
      turns.push({ tick, by: isLive ? 1 : -1 });
    }
  }
  turns.sort((a, b) => a.tick - b.tick);
  let total = atStart;
  const totals = turns.map(({ by }) => (total += by));
  return {
    before: (tick) => {
      let low = 0;
      let high = turns.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((turns[middle] as { tick: number }).tick < tick) low = middle + 1;
        else high = middle;
      }
      return low === 0 ? atStart : (totals[low - 1] as number);
    },
  };
}
