/**
 * What has gone and what has come, paired where they fit; each is in one pair at most. What stays alone is left in its list.
 */
export function pairsOf<Item>(
  gone: readonly Item[],
  come: readonly Item[],
  fits: (from: Item, to: Item) => boolean,
): {
  readonly pairs: readonly (readonly [from: Item, to: Item])[];
  readonly gone: readonly Item[];
  readonly come: readonly Item[];
} {
  const left = [...come];
  const pairs: (readonly [Item, Item])[] = [];
  const alone: Item[] = [];
  for (const from of gone) {
    const at = left.findIndex((to) => fits(from, to));
    const [to] = at < 0 ? [] : left.splice(at, 1);
    if (to === undefined) alone.push(from);
    else pairs.push([from, to]);
  }
  return { pairs, gone: alone, come: left };
}
