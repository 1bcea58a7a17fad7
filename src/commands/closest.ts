/**
 * The name that was probably meant: at most a third of its letters away; null where none is near.
 *
 * @example closest('reply', ['replay', 'report'])  ->  'replay'
 */
export function closest(word: string, names: readonly string[]): string | null {
  const near = names
    .map((name) => ({ name, away: distance(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, away }) => away <= Math.max(1, Math.ceil(name.length / 3)))
    .sort((a, b) => a.away - b.away);
  return near[0]?.name ?? null;
}

/** Letters to insert, drop or change to make one of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? 0;
}
