/** The refusing branches of an operation, in the order in which the API checks. */
import { isArray, type Json } from '../../model/json.ts';
import type { Branch } from '../../model/branch.ts';
import type { Guard } from '../../model/guard.ts';
import type { Template } from '../../model/template.ts';
import { isUnauthenticated } from '../auth/add-auth-evidence.ts';
import { bodyTemplate } from '../answers/body-template.ts';
import { answerTemplate, errorHeaders } from './answer-template.ts';
import { problemsIn, type Problems } from './error-shape.ts';
import type { GuardContext } from './guard-context.ts';
import { hintsOf } from './guard-hints.ts';
import { learnGuard } from './learn-guard.ts';
import { evaluate } from '../values/evaluate.ts';
import { holds } from './guard-test.ts';
import { orderBranches } from './order-branches.ts';
import { linesOf, refusalText } from './refusal-text.ts';
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
  return built.length > 0 || context.served.length > 0 ? orderBranches(built) : alwaysFailing(groups, context);
}

/** An operation that was never seen to do anything but fail fails again. */
function alwaysFailing(groups: readonly RefusalGroup[], context: BranchContext): readonly Branch[] {
  const [often] = groups
    .filter(({ scenes }) => (scenes[0]?.call.exchange.status ?? 0) >= 500)
    .toSorted((a, b) => b.seen - a.seen);
  const status = often?.scenes[0]?.call.exchange.status ?? null;
  if (often === undefined || status === null) return [];
  return [
    {
      guard: { g: 'always' },
      status,
      effects: [],
      body: answerTemplate(often.scenes, context),
      headers: errorHeaders(often.scenes, context),
      seen: often.seen,
      success: false,
    },
  ];
}

function branchOf(group: RefusalGroup, status: number, context: BranchContext): Branch | null {
  const { scenes } = group;
  const listed = scenes.map((scene) =>
    scene.call.exchange.answer === undefined ? null : problemsIn(scene.call.exchange.answer, scene.call),
  );
  if (listed.every((problems) => problems !== null))
    return problemBranch(group, status, context, listed as readonly Problems[]);
  const text = refusalText(scenes);
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

/** The scene at the element that a guard over an array fails for. */
function atElement(guard: Guard, scene: Scene): Scene {
  if (guard.g !== 'any') return scene;
  const array = evaluate(guard.array, scene);
  if (!isArray(array)) return scene;
  const index = array.findIndex((value, at) => holds(guard.of, { ...scene, element: { value, index: at } }));
  return index < 0 ? scene : { ...scene, element: { value: array[index] ?? null, index } };
}

function principalsOf(refused: readonly Scene[], served: readonly Scene[]): GuardContext['principals'] {
  return {
    refused: new Set(refused.flatMap(({ principalId }) => principalId ?? [])),
    served: new Set(served.flatMap(({ principalId }) => principalId ?? [])),
  };
}
