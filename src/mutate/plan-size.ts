/**
 * How many mutations a plan has: never fewer at a higher level. At level 0 one each; at level 1 four of five have several.
 *
 * @param draw 0..1, by chance
 */
export function planSize(draw: number, level: number, most: number): number {
  const size = draw < 0.2 * level ? 3 : draw < 0.8 * level ? 2 : 1;
  return Math.max(1, Math.min(size, most));
}
