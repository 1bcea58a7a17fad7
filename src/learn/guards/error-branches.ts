/** The refusing branches of an operation, in the order in which the API checks. */
import { isArray, leavesOf, type Json } from '../../model/json.ts';
import type { Branch } from '../../model/branch.ts';
import type { Expr } from '../../model/expr.ts';
import type { Guard } from '../../model/guard.ts';
import type { Template } from '../../model/template.ts';
import { isUnauthenticated } from '../auth/auth-evidence.ts';
import { bodyTemplate } from '../answers/body-template.ts';
import { problemsIn, triggerOf, type Problems } from './error-shape.ts';
import type { GuardContext } from './guard-context.ts';
import { learnGuard } from './learn-guard.ts';
import { evaluate } from '../values/evaluate.ts';
import { holds } from './guard-test.ts';
import { headersOf } from '../answers/response-headers.ts';
import type { Scene } from '../values/scene.ts';
import { spotText } from '../reading/spots.ts';

export interface RefusalGroup {
  readonly shape: string;
  readonly scenes: readonly Scene[];
  readonly seen: number;
}

export interface BranchContext {
  readonly served: readonly Scene[];
  readonly guard: Omit<GuardContext, 'status' | 'text' | 'field' | 'principals'>;
}

/** Statuses that say nothing about the request itself. */
const TRANSIENT = new Set([401, 429, 500, 502, 503, 504]);

export function errorBranches(groups: readonly RefusalGroup[], context: BranchContext): readonly Branch[] {
  const built = groups.flatMap((group) => {
    const status = group.scenes[0]?.call.exchange.status ?? null;
    if (status === null || TRANSIENT.has(status) || group.scenes.every(({ call }) => isUnauthenticated(call)))
      return [];
    const branch = branchOf(group, status, context);
    return branch === null ? [] : [{ branch, scenes: group.scenes }];
  });
  return ordered(built);
}

function branchOf(group: RefusalGroup, status: number, context: BranchContext): Branch | null {
  const { scenes } = group;
  const listed = scenes.map((scene) =>
    scene.call.exchange.answer === undefined ? null : problemsIn(scene.call.exchange.answer, scene.call),
  );
  if (listed.every((problems) => problems !== null))
    return problemBranch(group, status, context, listed as readonly Problems[]);
  const text = textsOf(scenes);
  // The world keeps idempotency keys itself; no feature of one request tells a reused key.
  if (/idempoten/i.test(text)) return null;
  const guard = learnGuard(scenes, context.served, {
    ...context.guard,
    status,
    text,
    field: null,
    principals: principalsOf(scenes, context.served),
  });
  if (guard === null) return null;
  return {
    guard,
    status,
    effects: [],
    body: answerTemplate(
      scenes.map((scene) => atElement(guard, scene)),
      context,
      hintsOf(guard),
    ),
    headers: errorHeaders(scenes, context),
    seen: group.seen,
    success: false,
  };
}

/** One guard for each kind of entry; the branch holds where any does. */
function problemBranch(
  group: RefusalGroup,
  status: number,
  context: BranchContext,
  listed: readonly Problems[],
): Branch | null {
  const kinds = new Map<string, { field: string; scenes: Scene[]; values: Json[] }>();
  listed.forEach((problems, index) => {
    for (const { kind, field, value } of problems.entries) {
      const entry = kinds.get(kind) ?? { field, scenes: [], values: [] };
      const scene = group.scenes[index];
      if (scene !== undefined) entry.scenes.push(scene);
      entry.values.push(value);
      kinds.set(kind, entry);
    }
  });
  const first = listed[0];
  if (first === undefined) return null;
  const entries: { when: Guard; key: string | null; value: Template }[] = [];
  for (const [kind, { field, scenes, values }] of kinds) {
    const others = group.scenes.filter((scene) => !scenes.includes(scene));
    const when = learnGuard(scenes, [...context.served, ...others], {
      ...context.guard,
      status,
      text: [kind, ...values.slice(0, 3).flatMap((value) => [...linesOf(value)])].join('\n'),
      field,
      principals: principalsOf(scenes, context.served),
    });
    if (when === null) continue;
    const inputs = scenes.flatMap((scene, index) =>
      values[index] === undefined ? [] : [{ scene, body: values[index] as Json }],
    );
    entries.push({
      when,
      key: first.as === 'object' ? field : null,
      value: bodyTemplate(inputs, { at: new Map(), refs: context.guard.refs, hints: hintsOf(when) }),
    });
  }
  if (entries.length === 0) return null;
  const at = new Map<string, Template>([[spotText(first.path.map(String)), { t: 'problems', as: first.as, entries }]]);
  const inputs = group.scenes.flatMap((scene) =>
    scene.call.exchange.answer === undefined ? [] : [{ scene, body: scene.call.exchange.answer }],
  );
  const guards = entries.map(({ when }) => when);
  return {
    guard: guards.length === 1 && guards[0] !== undefined ? guards[0] : { g: 'or', any: guards },
    status,
    effects: [],
    body: bodyTemplate(inputs, { at, refs: context.guard.refs }),
    headers: errorHeaders(group.scenes, context),
    seen: group.seen,
    success: false,
  };
}

/** What a guard looks at: values its refusal may quote. */
export function hintsOf(guard: Guard): readonly Expr[] {
  switch (guard.g) {
    case 'and':
      return guard.all.flatMap(hintsOf);
    case 'or':
      return guard.any.flatMap(hintsOf);
    case 'not':
      return hintsOf(guard.of);
    case 'any':
      return hintsOf(guard.of);
    case 'state-in':
      return [{ k: 'field', of: guard.of, path: guard.path }];
    case 'transition':
      return [
        { k: 'field', of: guard.of, path: guard.path },
        { k: 'slot', slot: guard.slot, as: 'json', fallback: null },
      ];
    case 'compare':
      return [guard.left, guard.right].filter(({ k }) => k !== 'const');
    case 'unknown-entity':
    case 'gone':
    case 'taken':
    case 'not-in':
      return [{ k: 'slot', slot: guard.slot, as: 'json', fallback: null }];
    default:
      return [];
  }
}

/** The scene at the element that a guard over an array fails for. */
function atElement(guard: Guard, scene: Scene): Scene {
  if (guard.g !== 'any') return scene;
  const array = evaluate(guard.array, scene);
  if (!isArray(array)) return scene;
  const index = array.findIndex((value, at) => holds(guard.of, { ...scene, element: { value, index: at } }));
  return index < 0 ? scene : { ...scene, element: { value: array[index] ?? null, index } };
}

export function answerTemplate(
  scenes: readonly Scene[],
  context: Pick<BranchContext, 'guard'>,
  hints: readonly Expr[] = [],
  at: ReadonlyMap<string, Template> = new Map(),
): Template {
  const inputs = scenes.flatMap((scene) =>
    scene.call.exchange.answer === undefined ? [] : [{ scene, body: scene.call.exchange.answer }],
  );
  if (inputs.length > 0) return bodyTemplate(inputs, { at, refs: context.guard.refs, hints });
  const text = scenes[0]?.call.exchange.answerText ?? null;
  return text === null ? { t: 'none' } : { t: 'raw', text };
}

export function errorHeaders(scenes: readonly Scene[], context: Pick<BranchContext, 'guard'>): Branch['headers'] {
  return headersOf(
    scenes.map((scene) => ({ scene, headers: scene.call.exchange.answerHeaders })),
    context.guard.refs,
  );
}

function textsOf(scenes: readonly Scene[]): string {
  const texts = scenes
    .slice(0, 6)
    .flatMap((scene) =>
      scene.call.exchange.answer === undefined
        ? [scene.call.exchange.answerText ?? '']
        : [...linesOf(scene.call.exchange.answer)],
    );
  return [...new Set(texts)].join('\n').slice(0, 3000);
}

/** Words of an answer, one text a line; keys that hold objects count too. */
function* linesOf(value: Json): Generator<string> {
  for (const { path, value: leaf } of leavesOf(value)) {
    if (typeof leaf === 'string') yield leaf;
    else if (leaf !== null) yield `${String(path.at(-1))}:${leaf}`;
    for (const step of path) if (typeof step === 'string') yield step;
  }
}

function principalsOf(refused: readonly Scene[], served: readonly Scene[]): GuardContext['principals'] {
  return {
    refused: new Set(refused.flatMap(({ principalId }) => principalId ?? [])),
    served: new Set(served.flatMap(({ principalId }) => principalId ?? [])),
  };
}

const RANK: Readonly<Record<ReturnType<typeof triggerOf>, number>> = {
  unauthenticated: 0,
  expired: 0,
  'unknown-path': 1,
  'method-not-allowed': 1,
  gone: 2,
  'not-found': 2,
  forbidden: 3,
  invalid: 4,
  precondition: 5,
  conflict: 6,
  idempotency: 6,
  other: 7,
  'rate-limited': 8,
  unavailable: 9,
};

/** A branch whose refusals also satisfy another's guard was checked before it. */
function ordered(built: readonly { readonly branch: Branch; readonly scenes: readonly Scene[] }[]): readonly Branch[] {
  const before = (a: (typeof built)[number], b: (typeof built)[number]): number => {
    const aFirst = a.scenes.filter((scene) => holds(b.branch.guard, scene)).length;
    const bFirst = b.scenes.filter((scene) => holds(a.branch.guard, scene)).length;
    if (aFirst !== bFirst) return bFirst - aFirst;
    return rankOf(a.branch) - rankOf(b.branch);
  };
  const left = [...built];
  const result: Branch[] = [];
  while (left.length > 0) {
    let pick = 0;
    for (let index = 1; index < left.length; index++) {
      const [current, other] = [left[pick], left[index]];
      if (current !== undefined && other !== undefined && before(other, current) < 0) pick = index;
    }
    const [chosen] = left.splice(pick, 1);
    if (chosen !== undefined) result.push(chosen.branch);
  }
  return result;
}

function rankOf(branch: Branch): number {
  const malformed = JSON.stringify(branch.guard).includes('"malformed"') ? -3 : 0;
  return RANK[triggerOf(branch.status, '')] + malformed;
}

export function isListOf(value: Json | undefined): value is readonly Json[] {
  return isArray(value);
}
