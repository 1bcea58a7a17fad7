/**
 * The learning stage: sessions in, a model of the API out. Four streaming passes over the recording:
 * paths, facts of each operation, the records folded in time, and (from bounded witnesses) behaviour.
 */
import { isObject, type JsonObject } from '../model/json.ts';
import type { Expansion } from '../model/expansion.ts';
import type { Effect } from '../model/effect.ts';
import { MODEL_VERSION, type LearnedModel } from '../model/learned-model.ts';
import type { EntityKey, ResourceName } from '../model/names.ts';
import type { Session } from '../model/recording.ts';
import { aggregatesOf } from './records/aggregates.ts';
import { applyAggregates } from './records/apply-aggregates.ts';
import { authModels, authOperations } from './auth/auth.ts';
import { baseState } from './records/base-state.ts';
import { buildLayout } from './paths/build-layout.ts';
import { errorShapes } from './guards/error-shapes.ts';
import { errorShapeOf } from './guards/error-shape.ts';
import { createFolded, foldCall, type Folded, type FoldRules } from './records/fold-recording.ts';
import { keyRulesOf } from './records/key-rules.ts';
import type { Layout } from './paths/layout.ts';
import { commonHeaders, withoutCommon } from './answers/common-headers.ts';
import { learnOperations } from './learn-operations.ts';
import { latencyQuantiles, ratesOf } from './measures.ts';
import { idFieldsOf, overrideEffects, overrideKinds, pathPattern, type Overrides } from './overrides.ts';
import { principalEntities } from './auth/principals.ts';
import { createReader } from './reading/read-sessions.ts';
import { referencesOf } from './records/references.ts';
import { resourceModel } from './records/resource-models.ts';
import { keptSamples } from './answers/kept-samples.ts';
import { sceneOf, type SceneMaker } from './values/scenes.ts';
import { softDeletesOf } from './records/soft-deletes.ts';
import { routedCall, survey, type Survey } from './reading/survey.ts';
import { blankScene, unroutedScene } from './values/unrouted-scene.ts';
import { invariantsOf } from './records/invariants.ts';
import { openedViews } from './records/opened-views.ts';
import { fieldShares } from './records/view-model.ts';
import { spotText } from './reading/spots.ts';
import { workflowGraph } from './trace/workflow.ts';

export interface LearnOptions {
  /** A person's word against the evidence. */
  readonly overrides?: Overrides;
  /** Only a part of a recording: overrides that fit nothing here may fit the rest. */
  readonly isPart?: boolean;
}

export function learn(sessions: () => Iterable<Session>, options: LearnOptions = {}): LearnedModel {
  const read = createReader(sessions);
  const { overrides = {}, isPart = false } = options;
  const seen = survey(read, {
    literal: (overrides.literal ?? []).map(pathPattern),
    param: (overrides.param ?? []).map(pathPattern),
  });
  const layout = buildLayout(seen.facts, idFieldsOf(overrides));
  overrideKinds(layout, overrides, isPart);
  const auth = authOperations(seen.auth);
  for (const [id, operation] of layout.operations)
    if (auth.has(id) && (operation.facts.method !== 'GET' || operation.kind === 'compute'))
      Object.assign(operation, {
        kind: 'auth',
        resource: null,
        target: null,
        places: operation.places.filter(({ role }) => role === 'related'),
      });
  const expansions = seen.expansions(layout);
  const rules = foldRulesOf(layout, seen, expansions);
  const folded = createFolded();
  let tick = 0;
  for (const { session, exchange } of seen.read()) {
    const call = routedCall(seen.reader, exchange, session, tick++);
    if (call !== null) foldCall(folded, rules, call);
  }
  const model = assemble(seen, layout, folded, rules, expansions);
  return { ...model, operations: overrideEffects(model.operations, overrides, isPart) };
}

function assemble(
  seen: Survey,
  layout: Layout,
  folded: Folded,
  rules: FoldRules,
  expansions: readonly Expansion[],
): LearnedModel {
  const idPaths = new Map([...layout.resources.values()].map((resource) => [resource.name, resource.idPath]));
  const docs = new Map<ResourceName, JsonObject[]>();
  const ids = new Map<ResourceName, Set<string>>();
  for (const name of layout.resources.keys()) {
    const tracks = folded.chronicle.byResource.get(name) ?? [];
    docs.set(name, tracks.map(({ versions }) => versions.findLast(({ doc }) => doc !== null)?.doc ?? {}).slice(-3000));
    ids.set(name, new Set(tracks.map(({ id }) => id)));
  }
  const references = referencesOf(docs, ids, idPaths);
  const entityOfPrincipal = principalEntities(folded, layout, seen.auth);
  const maker: SceneMaker = {
    folded,
    world: { chronicle: folded.chronicle, rules: rules.keys, idPaths },
    entityOfPrincipal,
  };
  const softDeletes = softDeletesOf(folded, layout);
  const invariants = new Map(
    [...layout.resources.values()].map((resource) => [
      resource.name,
      invariantsOf(versionsOf(folded, resource.name), resource.idPath, blankScene(maker)),
    ]),
  );
  const learned = learnOperations({
    layout,
    folded,
    maker,
    references,
    ids,
    softDeletes,
    invariants,
    isAuthenticated: (id) => {
      const use = seen.auth.byOperation.get(id);
      return use !== undefined && (use.withCredential > 0 || use.refusedWithout > 0) && use.without === 0;
    },
  });
  const aggregates = aggregatesOf(folded, references, rules.keys, (resource, field) =>
    (invariants.get(resource) ?? []).some(({ path }) => path.join('\u0000') === field),
  );
  const completed = applyAggregates(learned, aggregates);
  const headers = commonHeaders(completed, folded, layout, maker);
  const operations = completed.map((operation) => withoutCommon(operation, headers));
  const effects = new Map<ResourceName, Effect[]>();
  for (const operation of operations)
    if (operation.resource !== null)
      effects.set(operation.resource, [
        ...(effects.get(operation.resource) ?? []),
        ...operation.branches.flatMap((branch) => branch.effects),
      ]);
  const gone = goneStatuses(folded, layout);
  const resources = [...layout.resources.values()].map((draft) =>
    resourceModel(draft, {
      chronicle: folded.chronicle,
      references,
      rules: rules.keys,
      effects,
      goneStatus: gone,
      softDelete: softDeletes,
    }),
  );
  const refusals = [...folded.failures].flatMap(([id, groups]) => {
    const shape = layout.operations.get(id);
    return shape === undefined
      ? []
      : [...groups.values()].flatMap(({ items }) =>
          items.slice(0, 12).map((witness) => ({
            scene: sceneOf(maker, witness, shape),
            resource: shape.resource,
            ofLogin: shape.kind === 'auth',
          })),
        );
  });
  return {
    version: MODEL_VERSION,
    origins: seen.origins,
    operations,
    resources,
    auth: authModels(seen.auth, operations, (principal): EntityKey | null => entityOfPrincipal.get(principal) ?? null),
    errors: errorShapes(
      refusals,
      seen.unrouted.map((exchange) => ({ scene: unroutedScene(exchange, maker), resource: null, ofLogin: false })),
    ),
    commonHeaders: headers,
    expansions,
    ...(seen.bigIntegers.size === 0
      ? {}
      : { bigIntegers: Object.fromEntries([...seen.bigIntegers].map(([origin, keys]) => [origin, [...keys].sort()])) }),
    workflow: workflowGraph(seen.follows, resources, folded.chronicle),
    base: baseState(folded.chronicle, seen.endAt),
    samples: keptSamples(folded, layout),
    ambiguous: seen.ambiguous,
    latency: latencyQuantiles(seen.facts),
    rates: ratesOf(seen, resources),
  };
}

/** Documents of a resource, whole ones where there are any, newest versions last. */
function versionsOf(folded: Folded, resource: ResourceName): readonly JsonObject[] {
  const tracks = folded.chronicle.byResource.get(resource) ?? [];
  const whole = tracks.filter(({ complete }) => complete);
  return (whole.length > 0 ? whole : tracks)
    .flatMap(({ versions }) => versions.slice(-4).flatMap(({ doc }) => doc ?? []))
    .filter((doc): doc is JsonObject => isObject(doc))
    .slice(-1200);
}

/** A view with fewer of the fields than this shows a part, however many such views there are. */
const WHOLE_SHARE = 0.4;

function foldRulesOf(layout: Layout, seen: Survey, expansions: readonly Expansion[]): FoldRules {
  const layouts = [...layout.operations.values()];
  const keys = keyRulesOf(layout);
  const shares = new Map([...layout.resources.keys()].map((name) => [name, fieldShares(layouts, name)]));
  const whole = new Map<string, ReadonlySet<string> | null>();
  const widest = new Map<ResourceName, number>();
  for (const { facts, places } of layouts)
    for (const { resource, spot } of places)
      widest.set(resource, Math.max(widest.get(resource) ?? 0, facts.spots.get(spotText(spot))?.keys.size ?? 0));
  for (const operation of layouts) {
    for (const place of operation.places) {
      const spot = operation.facts.spots.get(spotText(place.spot));
      const usual = [...(shares.get(place.resource) ?? [])].filter(([, share]) => share >= 0.95).map(([key]) => key);
      const isWhole =
        spot !== undefined &&
        place.role !== 'embed' &&
        usual.length > 0 &&
        usual.every((key) => spot.keys.has(key)) &&
        spot.keys.size >= (widest.get(place.resource) ?? 0) * WHOLE_SHARE;
      whole.set(
        `${operation.facts.id} ${place.role} ${place.resource}`,
        isWhole ? new Set((shares.get(place.resource) ?? new Map<string, number>()).keys()) : null,
      );
    }
  }
  return {
    layout,
    keys,
    auth: seen.auth,
    whole: (operation, view) => whole.get(`${operation} ${view.role} ${view.resource}`) ?? null,
    known: (view) =>
      Object.fromEntries(Object.entries(view.doc).filter(([key]) => shares.get(view.resource)?.has(key) ?? true)),
    errorShape: errorShapeOf,
    opened: ({ exchange }) => openedViews(exchange, expansions, keys, shares),
  };
}

/** 410 where reading a deleted record said so. */
function goneStatuses(folded: Folded, layout: Layout): ReadonlyMap<ResourceName, 404 | 410> {
  const found = new Map<ResourceName, 404 | 410>();
  for (const [id, groups] of folded.failures) {
    const resource = layout.operations.get(id)?.resource ?? null;
    if (resource === null) continue;
    for (const { items } of groups.values()) {
      for (const { targetKey, call } of items) {
        const versions = targetKey === null ? undefined : folded.chronicle.tracks.get(targetKey)?.versions;
        if (
          versions?.some(({ doc, tick }) => doc === null && tick < call.tick) === true &&
          call.exchange.status === 410
        )
          found.set(resource, 410);
      }
    }
  }
  return found;
}
