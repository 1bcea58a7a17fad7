/** References that a request asks to open: left out of the request that is answered, and opened in its answer. */
import { decodeBody } from '../../model/body.ts';
import {
  askedPaths,
  bareName,
  bodyWithout,
  rewriteAt,
  type Expansion,
  type ReferencePath,
} from '../../model/expansion.ts';
import { holesOf } from '../../model/template-paths.ts';
import type { Json } from '../../model/json.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { ResourceName } from '../../model/names.ts';
import type { View } from '../../model/template.ts';
import type { Turn } from '../compiled.ts';
import type { Performed } from './performed.ts';
import { shownDoc } from './show-record.ts';
import { withBigIntegers } from './reply.ts';

export interface Opening {
  readonly expansion: Expansion;
  readonly paths: readonly ReferencePath[];
}

/** Takes what asks to open references out of the request; null where nothing does. */
export function takeOpening(turn: Turn): Opening | null {
  const { request, compiled } = turn;
  for (const expansion of compiled.model.expansions) {
    const { origin, parameter } = expansion;
    if (origin !== request.raw.origin) continue;
    const paths = askedPaths(parameter, request.query(), request.body());
    if (paths.length === 0) continue;
    const query = request.query().filter(([name]) => bareName(name) !== parameter);
    request.rewrite(bodyWithout(parameter, request.body()), query);
    return { expansion, paths };
  }
  return null;
}

/** Outermost references first, so that those inside them can be opened. */
export function openReferences(turn: Turn, { expansion, paths }: Opening, performed: Performed): Performed {
  const { response } = performed;
  if (response.status >= 300 || response.body.length === 0) return performed;
  const decoded = decodeBody(response.headers, response.body);
  if (decoded.kind !== 'json') return performed;
  let body = decoded.value;
  for (const path of paths.flatMap((whole) => whole.map((_, index) => whole.slice(0, index + 1)))) {
    const resource = expansion.fields[path.at(-1) ?? ''];
    if (resource !== undefined) body = rewriteAt(body, path, (value) => recordOf(turn, resource, value) ?? value);
  }
  if (body === decoded.value) return performed;
  const bytes = withBigIntegers(turn, Buffer.from(JSON.stringify(body)));
  const headers = response.headers.map(([name, value]): readonly [string, string] =>
    name.toLowerCase() === 'content-length' ? [name, String(bytes.length)] : [name, value],
  );
  return { ...performed, response: { ...response, headers, body: bytes } };
}

function recordOf(turn: Turn, resource: ResourceName, id: Json): Json | undefined {
  if (typeof id !== 'string' && typeof id !== 'number') return undefined;
  const rec = turn.byId(resource, String(id));
  if (rec === undefined || rec.dead !== null) return undefined;
  turn.reads.push(rec.key);
  return shownDoc(
    turn,
    rec,
    { id: -1, view: viewsOf(turn.compiled.model).get(resource) ?? wholeView(resource), plain: false },
    [],
  );
}

const VIEWS = new WeakMap<LearnedModel, ReadonlyMap<ResourceName, View>>();

/** How single reads show records of each resource. */
function viewsOf(model: LearnedModel): ReadonlyMap<ResourceName, View> {
  const known = VIEWS.get(model);
  if (known !== undefined) return known;
  const views = new Map<ResourceName, View>();
  for (const { kind, branches } of model.operations)
    if (kind === 'read')
      for (const { success, body } of branches)
        if (success)
          for (const { node } of holesOf(body)) if (node.t === 'entity') views.set(node.view.resource, node.view);
  VIEWS.set(model, views);
  return views;
}

function wholeView(resource: ResourceName): View {
  return { resource, fields: null, moved: [], embeds: [] };
}
