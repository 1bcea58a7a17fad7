/**
 * Whether two footprints lay hands on the same thing. A part is inside its whole:
 * `record:tickets/12#status` is inside `record:tickets/12`; `:`, `/`, `#` and `@` part levels.
 *
 * @example ['op:A'], ['op:B', 'record:tickets/12']  ->  null
 * @example ['record:tickets/12'], ['record:tickets/12#status']  ->  'record:tickets/12'
 */
export function footprintsClash(left: readonly string[], right: readonly string[]): string | null {
  for (const one of left) {
    for (const other of right) {
      if (isInside(one, other)) return other;
      if (isInside(other, one)) return one;
    }
  }
  return null;
}

function isInside(part: string, whole: string): boolean {
  return part.startsWith(whole) && (part.length === whole.length || ':/#@'.includes(part.charAt(whole.length)));
}
