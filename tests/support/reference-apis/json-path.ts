import { isJsonObject } from './json.ts';
import type { JsonValue } from './json.ts';

/**
 * The small JSONPath dialect of these files: `$`, `.name`, `["any name"]`, `[3]`, `[*]` (any index or key),
 * and `..name` (at any depth).
 */
type Step = { readonly deep: boolean; readonly name: string | undefined };

/** The first value at the path, or undefined. */
export function readJsonPath(value: JsonValue | undefined, path: string): JsonValue | undefined {
  return walk(value, parsePath(path)).next().value ?? undefined;
}

/** @example matchesJsonPath('$..updated_at', ['data', 0, 'updated_at']) -> true */
export function matchesJsonPath(pattern: string, segments: readonly (string | number)[]): boolean {
  return matches(parsePath(pattern), segments);
}

function matches(steps: readonly Step[], segments: readonly (string | number)[]): boolean {
  const [step, ...rest] = steps;
  if (step === undefined) return segments.length === 0;
  const [segment, ...others] = segments;
  if (segment === undefined) return false;
  const here = step.name === undefined || step.name === String(segment);
  return (here && matches(rest, others)) || (step.deep && matches(steps, others));
}

function* walk(value: JsonValue | undefined, steps: readonly Step[]): Generator<JsonValue, undefined> {
  const [step, ...rest] = steps;
  if (value === undefined) return undefined;
  if (step === undefined) {
    yield value;
    return undefined;
  }
  const children: readonly (readonly [string, JsonValue])[] = Array.isArray(value)
    ? value.map((child: JsonValue, index) => [String(index), child] as const)
    : isJsonObject(value)
      ? Object.entries(value)
      : [];
  for (const [name, child] of children) {
    if (step.name === undefined || step.name === name) yield* walk(child, rest);
    if (step.deep) yield* walk(child, steps);
  }
  return undefined;
}

function parsePath(path: string): readonly Step[] {
  const steps: Step[] = [];
  const token = /(\.\.?)([\w$-]+|\*)|\[(\*|\d+)\]|\["([^"]+)"\]/y;
  if (!path.startsWith('$')) throw new Error(`a JSON path starts with $: ${path}`);
  token.lastIndex = 1;
  while (token.lastIndex < path.length) {
    const found = token.exec(path);
    if (found === null) throw new Error(`cannot read the JSON path ${path}`);
    const name = found[2] ?? found[3] ?? found[4];
    steps.push({ deep: found[1] === '..', name: name === '*' ? undefined : name });
  }
  return steps;
}
