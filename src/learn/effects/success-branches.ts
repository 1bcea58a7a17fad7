/** The branches in which an operation does what it is for: effects, answer, headers. */
import { headerValue } from '../../model/http.ts';
import type { Branch } from '../../model/branch.ts';
import type { Effect } from '../../model/effect.ts';
import type { Expr, PageFact, Ref } from '../../model/expr.ts';
import type { ListModel } from '../../model/list-model.ts';
import type { HeaderModel, Template } from '../../model/template.ts';
import { answerVariants } from '../answers/answer-variants.ts';
import { bodyTemplate, type TemplateHoles } from '../answers/body-template.ts';
import { answerTemplate } from '../guards/answer-template.ts';
import { makesRecord, type OperationLayout, type ResourceDraft } from '../paths/layout.ts';
import type { GuardContext } from '../guards/guard-context.ts';
import type { ListWitness } from '../lists/list-witness.ts';
import { pageExpr, type PageLayer } from '../lists/page-facts.ts';
import { hasMore, isFirstPage } from '../lists/paging.ts';
import { headersOf } from '../answers/response-headers.ts';
import type { Scene } from '../values/scene.ts';
import { spotText } from '../reading/spots.ts';
import { fieldShares, viewOf } from '../records/view-model.ts';

export interface SuccessInput {
  readonly layout: OperationLayout;
  readonly scenes: readonly Scene[];
  readonly lists: ReadonlyMap<Scene, ListWitness>;
  readonly list: ListModel | null;
  readonly effects: readonly Effect[];
  readonly refs: readonly Ref[];
  readonly resources: ReadonlyMap<string, ResourceDraft>;
  readonly layouts: readonly OperationLayout[];
  readonly guard: Omit<GuardContext, 'status' | 'text' | 'field' | 'principals'>;
}

export function successBranches(input: SuccessInput): readonly Branch[] {
  return answerVariants(input.layout, input.scenes).map(({ guard, scenes }) => ({
    ...branchOf(input, statusOf(scenes), scenes),
    guard,
  }));
}

/** The commonest status of a group. */
function statusOf(scenes: readonly Scene[]): number {
  const counts = new Map<number, number>();
  for (const scene of scenes)
    counts.set(scene.call.exchange.status ?? 200, (counts.get(scene.call.exchange.status ?? 200) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 200;
}

function branchOf(input: SuccessInput, status: number, scenes: readonly Scene[]): Branch {
  return {
    guard: { g: 'always' },
    status,
    effects: input.effects,
    body: bodyOf(input, scenes),
    headers: successHeaders(input, scenes),
    seen: scenes.length,
    success: true,
  };
}

function bodyOf(input: SuccessInput, scenes: readonly Scene[]): Template {
  const { layout } = input;
  const filled = scenes.filter((scene) => scene.call.exchange.answer !== undefined);
  if (filled.length === 0)
    return scenes[0]?.call.exchange.answerText ? answerTemplate(scenes, { guard: input.guard }) : { t: 'none' };
  const modelled = layout.places.some(({ role }) => role === 'record' || role === 'list') || layout.kind !== 'compute';
  if (!modelled) return { t: 'sample' };
  const at = new Map<string, Template>();
  const answers = filled.slice(0, 200).map((scene) => scene.call.exchange.answer ?? null);
  for (const place of layout.places) {
    const resource = input.resources.get(place.resource);
    if (resource === undefined) continue;
    const view = viewOf(layout, place, resource, fieldShares(input.layouts, resource.name), answers);
    if (place.role === 'record')
      at.set(spotText(place.spot), {
        t: 'entity',
        of: makesRecord(layout) ? { r: 'created' } : layout.target !== null ? { r: 'target' } : { r: 'principal' },
        view,
      });
    else if (place.role === 'list' && place.spot.at(-1) === '*')
      at.set(spotText(place.spot.slice(0, -1)), { t: 'list', view });
    else if (place.role === 'related' && place.spot.at(-1) === '*')
      at.set(spotText(place.spot.slice(0, -1)), {
        t: 'related',
        resource: resource.name,
        by: linkTo(input, resource.name) ?? place.idPath,
        view,
      });
  }
  const holes: TemplateHoles = {
    at,
    refs: input.refs,
    leaf:
      input.list === null
        ? undefined
        : (path, layers) =>
            pageExpr(
              path,
              layers.map((layer) => pageLayer(input, layer.scene, layer.value)),
              (input.list as ListModel).paging,
            ),
  } as TemplateHoles;
  return bodyTemplate(
    filled.slice(0, 120).map((scene) => ({ scene, body: scene.call.exchange.answer ?? null })),
    holes,
  );
}

/** The field by which what the body shows names the side-loaded records. */
function linkTo(input: SuccessInput, resource: string): readonly string[] | null {
  const own = input.layout.resource === null ? undefined : input.guard.references.get(input.layout.resource);
  const paths = [...(own ?? [])].filter(([, target]) => target === resource).map(([path]) => path.split('\u0000'));
  return paths.sort((a, b) => a.length - b.length)[0] ?? null;
}

function pageLayer(input: SuccessInput, scene: Scene, value: PageLayer['value']): PageLayer {
  const list = input.lists.get(scene);
  return {
    scene,
    value,
    count: list?.items.length ?? 0,
    get live() {
      return list?.liveCount ?? 0;
    },
    get isFirst() {
      return isFirstPage(scene, input.list?.paging ?? { kind: 'none' });
    },
    get hasNext() {
      return hasMore(scene.call.exchange.answer, scene.call.exchange.answerHeaders);
    },
  };
}

function successHeaders(input: SuccessInput, scenes: readonly Scene[]): readonly HeaderModel[] {
  return headersOf(
    scenes.slice(0, 120).map((scene) => ({ scene, headers: scene.call.exchange.answerHeaders })),
    input.refs,
    (name, evidence) => {
      if (input.list === null) return null;
      if (name === 'link') return linkExpr(evidence.map(({ headers }) => headerValue(headers, 'link') ?? ''));
      const fact = pageHeader(name);
      return fact === null ? null : { k: 'page', fact };
    },
  );
}

const RELS: Readonly<Record<string, PageFact>> = {
  first: 'first-url',
  prev: 'previous-url',
  previous: 'previous-url',
  self: 'self-url',
  current: 'self-url',
  next: 'next-url',
  last: 'last-url',
};

function linkExpr(values: readonly string[]): Expr | null {
  const rels = new Map<string, PageFact>();
  const longest = [...values].sort((a, b) => b.length - a.length);
  for (const value of longest) {
    for (const [, rel = ''] of value.matchAll(/rel="?([\w-]+)"?/g)) {
      const fact = RELS[rel];
      if (fact !== undefined) rels.set(rel, fact);
    }
  }
  return rels.size === 0 ? null : { k: 'link', rels: [...rels].map(([rel, fact]) => ({ rel, fact })) };
}

function pageHeader(name: string): PageFact | null {
  if (/total-?pages|page-?count/.test(name)) return 'pages';
  if (/total(?:-?count)?$|x-count$/.test(name)) return 'total';
  if (/per-?page|page-?size/.test(name)) return 'size';
  if (/next-?page/.test(name)) return 'next-page';
  if (/prev-?page/.test(name)) return 'previous-page';
  if (/next-?cursor/.test(name)) return 'next-cursor';
  return /^x-page$|current-?page/.test(name) ? 'page' : null;
}
