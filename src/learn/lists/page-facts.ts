/** Numbers and links in list answers that speak of the page: which fact each one is, by values first and names second. */
import { isArray, type Json } from '../../model/json.ts';
import type { Expr, PageFact } from '../../model/expr.ts';
import type { Paging } from '../../model/list-model.ts';
import { slotValue } from '../reading/call.ts';
import type { Scene } from '../values/scene.ts';
import type { SpotPath } from '../reading/spots.ts';

export interface PageLayer {
  readonly scene: Scene;
  readonly value: Json | undefined;
  /** Items on the page. */
  readonly count: number;
  /** Matching records known at that moment. */
  readonly live: number;
  /** The answer speaks of a next page. */
  readonly hasNext: boolean;
  /** No place in the list was asked for. */
  readonly isFirst: boolean;
}

const NAMES: readonly (readonly [RegExp, PageFact])[] = [
  [/^(?:total_?pages|page_?count|pages|last_?page|num_?pages|totalpages)$/i, 'pages'],
  [
    /^(?:total|total_?count|total_?results|total_?items|count|records_?total|num_?results|size_total|x-total(?:-count)?|totalelements|matches|hits)$/i,
    'total',
  ],
  [/^(?:page|current_?page|page_?number|number|page_?no|x-page)$/i, 'page'],
  [/^(?:per_?page|page_?size|limit|size|pagesize|x-per-page|max_?results)$/i, 'size'],
  [/^(?:offset|skip|start|start_?at|from)$/i, 'offset'],
  [/^(?:has_?more|has_?next(?:_page)?|more|hasnextpage|has_next_page|x-has-more)$/i, 'has-more'],
  [/^(?:next_?page)$/i, 'next-page'],
  [/^(?:prev(?:ious)?_?page)$/i, 'previous-page'],
];

/** The fact a leaf of a list answer shows; null where it shows none. */
export function pageExpr(path: SpotPath, layers: readonly PageLayer[], paging: Paging): Expr | null {
  const name = path.at(-1) ?? '';
  const parent = path.at(-2) ?? '';
  const values = layers.map(({ value }) => value).filter((value) => value !== undefined);
  if (values.length === 0 || values.some((value) => isArray(value) || (typeof value === 'object' && value !== null)))
    return null;
  const fact = factOf(name, parent, layers, values, paging);
  return fact === null ? null : { k: 'page', fact };
}

function factOf(
  name: string,
  parent: string,
  layers: readonly PageLayer[],
  values: readonly Json[],
  paging: Paging,
): PageFact | null {
  const filled = values.filter((value) => value !== null);
  const key = /^(?:next|prev|previous|first|last|self|href)$/i.test(name) ? (name === 'href' ? parent : name) : name;
  if (
    filled.length > 0 &&
    filled.every((value) => typeof value === 'string' && /[?&=/]/.test(value) && /^(?:https?:\/\/|\/|\?)/.test(value))
  )
    return edgeFact(linkFact(key), layers);
  if (filled.length === 0)
    return /next/i.test(key)
      ? /token|cursor/i.test(key)
        ? 'next-cursor'
        : linkOrPage(key, paging)
      : /prev/i.test(key)
        ? linkOrPage(key, paging)
        : null;
  if (filled.every((value) => typeof value === 'string'))
    return /cursor|next|token|after|marker/i.test(key) && !/prev|before/i.test(key)
      ? paging.kind === 'cursor'
        ? edgeFact('next-cursor', layers)
        : null
      : /prev|before|start/i.test(key) && (paging.kind === 'cursor' || values.length > filled.length)
        ? edgeFact('previous-cursor', layers)
        : null;
  if (filled.every((value) => typeof value === 'boolean'))
    return NAMES.find(([pattern]) => pattern.test(key))?.[1] === 'has-more' ? 'has-more' : null;
  if (!filled.every((value) => typeof value === 'number')) return null;
  const named = NAMES.find(([pattern]) => pattern.test(key))?.[1] ?? null;
  if (/^next$/i.test(key)) return paging.kind === 'cursor' ? 'next-cursor' : 'next-page';
  if (/^prev(?:ious)?$/i.test(key)) return 'previous-page';
  if (named === 'total' || named === null) return countFact(layers, named === 'total', key);
  if (
    named === 'size' &&
    !layers.every(
      ({ scene, value, count }) => typeof value !== 'number' || value >= count || sizeOf(scene, paging) === value,
    )
  )
    return layers.every(({ value, count }) => value === count) ? 'count' : named;
  return named;
}

export const EDGES: Partial<Record<PageFact, PageFact>> = {
  'next-url': 'end-url',
  'next-cursor': 'end-cursor',
  'previous-url': 'start-url',
  'previous-cursor': 'start-cursor',
};

/** Some APIs say where a page ends and begins also on the last and the first one. */
function edgeFact(fact: PageFact | null, layers: readonly PageLayer[]): PageFact | null {
  const edge = fact === null ? undefined : EDGES[fact];
  if (edge === undefined) return fact;
  const isAtEdge = (layer: PageLayer): boolean => (edge.startsWith('end') ? !layer.hasNext : layer.isFirst);
  const telling = layers.filter((layer) => layer.count > 0 && isAtEdge(layer));
  const filled = telling.filter(({ value }) => typeof value === 'string' && value !== '');
  return telling.length > 0 && filled.length >= telling.length * 0.9 ? edge : fact;
}

function linkFact(key: string): PageFact | null {
  if (/next/i.test(key)) return 'next-url';
  if (/prev/i.test(key)) return 'previous-url';
  if (/first/i.test(key)) return 'first-url';
  if (/last/i.test(key)) return 'last-url';
  return /self|current/i.test(key) ? 'self-url' : null;
}

function linkOrPage(key: string, paging: Paging): PageFact {
  if (/next/i.test(key))
    return /url|link|_page$/i.test(key) || paging.kind === 'none'
      ? 'next-url'
      : paging.kind === 'page'
        ? 'next-page'
        : 'next-cursor';
  return /url|link|_page$/i.test(key) || paging.kind === 'none'
    ? 'previous-url'
    : paging.kind === 'page'
      ? 'previous-page'
      : 'previous-cursor';
}

/** The items on the page, or all of them: told apart by a page that is not everything. */
function countFact(layers: readonly PageLayer[], named: boolean, name: string): PageFact | null {
  const numbers = layers.filter(({ value }) => typeof value === 'number');
  const isCount = numbers.every(({ value, count }) => value === count);
  const differs = numbers.some(({ value, count }) => Number(value) > count);
  if (named)
    return /^count$/i.test(name) && isCount && !differs && numbers.some(({ hasNext }) => hasNext) ? 'count' : 'total';
  const isTotal =
    numbers.filter(({ value, live, count }) => Number(value) >= count && (value === live || Number(value) >= live))
      .length >=
    numbers.length * 0.8;
  if (isCount && numbers.length >= 2 && new Set(numbers.map(({ value }) => value)).size >= 2)
    return differs ? 'total' : 'count';
  return isTotal &&
    numbers.filter(({ value, live }) => value === live).length >= numbers.length * 0.9 &&
    new Set(numbers.map(({ value }) => value)).size >= 3
    ? 'total'
    : null;
}

function sizeOf(scene: Scene, paging: Paging): number | null {
  const slot = paging.kind === 'none' ? null : paging.kind === 'offset' ? paging.limit : paging.size;
  const value = slot === null ? undefined : slotValue(scene.call.exchange, scene.call.params, slot);
  return value === undefined ? null : Number(value);
}
