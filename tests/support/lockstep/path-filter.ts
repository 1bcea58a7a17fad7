import { matchesJsonPath } from '../reference-apis/json-path.ts';

export type PathFilter = (path: readonly (string | number)[]) => boolean;

const filters = new WeakMap<readonly string[], PathFilter>();

/** Whether a place is one of the JSON paths; `header:NAME` entries are about other things and ignored. */
export function pathFilter(patterns: readonly string[]): PathFilter {
  const made = filters.get(patterns);
  if (made !== undefined) return made;
  const paths = patterns.filter((pattern) => pattern.startsWith('$'));
  const known = new Map<string, boolean>();
  const filter: PathFilter = (path) => {
    const key = path.join('\u0000');
    let answer = known.get(key);
    if (answer === undefined) known.set(key, (answer = paths.some((pattern) => matchesJsonPath(pattern, path))));
    return answer;
  };
  filters.set(patterns, filter);
  return filter;
}
