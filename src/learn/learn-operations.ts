/** From witnesses to operations: effects, branches, lists, requests. */
import { valueAt, type Json } from '../model/json.ts';
import type { Branch } from '../model/branch.ts';
import type { Effect } from '../model/effect.ts';
import type { ResourceName } from '../model/names.ts';
import type { Operation, Segment } from '../model/operation.ts';
import { docBefore } from './records/chronicle.ts';
import { withEmptyTexts } from './values/empty-texts.ts';
import { createEffect } from './effects/create-effect.ts';
import { type EffectContext } from './effects/effect-context.ts';
import { errorBranches, type RefusalGroup } from './guards/error-branches.ts';
import { fieldModels } from './reading/field-stats.ts';
import { isWriteLayout, type Folded, type Witness } from './records/fold-recording.ts';
import { idShapeOf } from './records/id-shape.ts';
import { makesRecord, placeOf, type Layout, type OperationLayout } from './paths/layout.ts';
import { SELF_WORDS } from './lexicon.ts';
import { childEffects } from './effects/child-effects.ts';
import { eachEffects } from './effects/each-effects.ts';
import type { Invariants } from './records/invariants.ts';
import { listModel } from './lists/list-model.ts';
import { listWitness, type ListWitness } from './lists/list-witness.ts';
import { withPageConventions } from './lists/page-conventions.ts';
import { withSharedSizes } from './lists/page-sizes.ts';
import { operationNames } from './paths/operation-names.ts';
import { idText } from './records/matching.ts';
import { reachOf, type OperationReach } from './values/reach.ts';
import type { References } from './records/references.ts';
import { rememberCopied } from './records/resource-models.ts';
import { requestObjectOf } from './values/request-object.ts';
import { segmentsWith } from './paths/router.ts';
import type { Scene } from './values/scene.ts';
import { sceneOf, type SceneMaker } from './values/scenes.ts';
import { namingSeconds, secondRecords } from './effects/second-records.ts';
import { sideEffects } from './effects/side-effects.ts';
import { successBranches } from './effects/success-branches.ts';
import { transferGuards } from './guards/transfer-guards.ts';
import { createWindows, type Windows } from './effects/windows.ts';
import { updateEffect } from './effects/update-effect.ts';
import { at } from './records/views.ts';

export interface OperationsInput {
  readonly layout: Layout;
  readonly folded: Folded;
  readonly maker: SceneMaker;
  readonly references: References;
  readonly ids: ReadonlyMap<ResourceName, ReadonlySet<string>>;
  readonly softDeletes: ReadonlyMap<
    ResourceName,
    { readonly field: readonly (string | number)[]; readonly value: Json } | null
  >;
  readonly invariants: Invariants;
  isAuthenticated(operation: string): boolean;
}

const LEARN_LIMIT = 240;

export function learnOperations(input: OperationsInput): readonly Operation[] {
  const layouts = [...input.layout.operations.values()];
  const names = operationNames(layouts);
  const scenes = new Map<string, { readonly scene: Scene; readonly witness: Witness }[]>();
  for (const layout of layouts)
    scenes.set(
      layout.facts.id,
      (input.folded.successes.get(layout.facts.id)?.items ?? [])
        .slice(-LEARN_LIMIT)
        .map((witness) => ({ scene: sceneOf(input.maker, witness, layout), witness })),
    );
  const reaches = new Map(
    layouts.map((layout) => [
      layout.facts.id,
      reachOf(
        layout,
        input.references,
        input.ids,
        input.maker.entityOfPrincipal.size > 0,
        layout.resource === null ? null : (input.maker.world.rules.get(layout.resource)?.parent ?? null),
      ),
    ]),
  );
  const windows = createWindows(input.maker, layouts, reaches);
  const creatable = new Map<string, ReadonlySet<string>>();
  for (const layout of layouts) {
    if (layout.kind !== 'create' || layout.resource === null) continue;
    const made = (scenes.get(layout.facts.id) ?? []).map(({ scene }) => scene).filter(({ after }) => after !== null);
    creatable.set(
      layout.resource,
      new Set([...(creatable.get(layout.resource) ?? []), ...(requestObjectOf(made)?.echoed ?? [])]),
    );
  }
  const operations = layouts.map((layout) =>
    operationOf(
      input,
      layout,
      layouts,
      names.get(layout.facts.id) ?? layout.facts.id,
      scenes.get(layout.facts.id) ?? [],
      reaches.get(layout.facts.id) ?? { refs: [], slotResources: new Map() },
      windows,
      creatable,
    ),
  );
  const served = new Map([...scenes].map(([id, list]) => [id, list.map(({ scene }) => scene)]));
  const alike = withEmptyTexts(withSharedSizes(withPageConventions(operations, served), served), served);
  return transferGuards(alike, {
    served,
    slotResources: new Map([...reaches].map(([id, reach]) => [id, reach.slotResources])),
    references: input.references,
  });
}

function operationOf(
  input: OperationsInput,
  layout: OperationLayout,
  layouts: readonly OperationLayout[],
  name: string,
  seen: readonly { readonly scene: Scene; readonly witness: Witness }[],
  reach: OperationReach,
  windows: Windows,
  creatable: ReadonlyMap<string, ReadonlySet<string>>,
): Operation {
  const { facts } = layout;
  const resource = layout.resource === null ? undefined : input.layout.resources.get(layout.resource);
  const scenes = seen.map(({ scene }) => scene);
  const lists = new Map<Scene, ListWitness>();
  if (layout.kind === 'list' && layout.resource !== null)
    for (const { scene, witness } of seen) lists.set(scene, listWitness(scene, witness, layout.resource));
  const list =
    layout.kind === 'list' && resource !== undefined
      ? listModel(
          layout,
          [...lists.values()],
          resource.idPath,
          input.references.get(resource.name) ?? new Map(),
          input.maker.world.rules,
        )
      : null;
  const guard = {
    refs: reach.refs,
    resource: layout.resource,
    resources: [...input.layout.resources.keys()],
    slotResources: reach.slotResources,
    references: input.references,
  };
  const branchesFor = (as: OperationLayout, group: Seen): readonly Branch[] => {
    const effects =
      resource === undefined || !isWriteLayout(as)
        ? []
        : effectsOf(
            input,
            as,
            group,
            {
              resource: resource.name,
              idPath: resource.idPath,
              refs: reach.refs,
              invariants: input.invariants.get(resource.name) ?? [],
              creatable: creatable.get(resource.name) ?? new Set(),
            },
            windows,
          );
    if (group.length === 0) return [];
    return successBranches({
      layout: as,
      scenes: group.map(({ scene }) => scene),
      lists,
      list,
      effects,
      refs: reach.refs,
      resources: input.layout.resources,
      layouts,
      guard,
    });
  };
  const making = makesRecord(layout) ? [] : seen.filter(({ witness }) => witness.createdKey !== null);
  const rest = making.length === 0 ? seen : seen.filter((one) => !making.includes(one));
  const success = [
    ...makingBranches(layout, branchesFor({ ...layout, kind: 'create' }, making)),
    ...branchesFor(layout, rest.length === 0 ? seen : rest),
  ];
  const refusals = [...(input.folded.failures.get(facts.id) ?? [])].map(([shape, sampler]): RefusalGroup => ({
    shape,
    seen: sampler.seen,
    scenes: sampler.items.map((witness) => sceneOf(input.maker, witness, layout)),
  }));
  return {
    id: facts.id,
    name,
    method: facts.method,
    origin: facts.origin,
    segments: segmentsOf(layout),
    discriminator: facts.discriminator,
    kind: layout.kind,
    count: facts.count,
    resource: layout.resource,
    target: layout.target,
    parents: layout.parents,
    request: {
      contentType: [...facts.contentTypes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null,
      body: fieldModels(facts.body),
      query: fieldModels(facts.query),
      headers: fieldModels(facts.headers),
    },
    branches: [...errorBranches(refusals, { served: scenes, guard }), ...success],
    list,
    authenticated: input.isAuthenticated(facts.id),
  };
}

type Seen = readonly { readonly scene: Scene; readonly witness: Witness }[];

/** What a PUT under a new key does, ahead of what it does to a record that is there. */
function makingBranches({ resource, target }: OperationLayout, branches: readonly Branch[]): readonly Branch[] {
  if (resource === null || target === null) return [];
  return branches.slice(0, 1).map((branch) => ({ ...branch, guard: { g: 'unknown-entity', resource, slot: target } }));
}

function effectsOf(
  input: OperationsInput,
  layout: OperationLayout,
  seen: readonly { readonly scene: Scene; readonly witness: Witness }[],
  context: EffectContext,
  windows: Windows,
): readonly Effect[] {
  const scenes = seen.map(({ scene }) => scene);
  const seconds = secondRecords(
    layout.kind === 'delete' ? [] : scenes,
    context,
    input.references.get(context.resource) ?? new Map(),
    (name) => secondContext(input, name, context),
  );
  const main = namingSeconds(mainEffect(input, layout, scenes, context), seconds);
  const isStated = makesRecord(layout) || (!hasCreate(input, context.resource) && layout.kind !== 'delete');
  const recomputed: readonly Effect[] =
    !isStated || context.invariants.length === 0
      ? []
      : [{ t: 'recompute', of: { r: makesRecord(layout) ? 'created' : 'target' }, set: context.invariants }];
  return [
    ...main,
    ...seconds.map(({ effect }) => effect),
    ...recomputed,
    ...sideEffects(scenes, context.refs, windows).flatMap((effect) => withoutRuled(input, layout, effect)),
    ...eachEffects(scenes, windows),
    ...(makesRecord(layout) || layout.target === null
      ? []
      : childEffects(scenes, {
          resource: context.resource,
          refs: context.refs,
          folded: input.folded,
          references: input.references,
          rules: input.maker.world.rules,
          windows,
        })),
  ];
}

/** Null for records that are known by their parent only: no id alone names one. */
function secondContext(input: OperationsInput, name: ResourceName, { refs }: EffectContext): EffectContext | null {
  const resource = input.layout.resources.get(name);
  if (resource === undefined || input.maker.world.rules.get(name)?.scope === 'parent') return null;
  return {
    resource: name,
    idPath: resource.idPath,
    refs,
    invariants: input.invariants.get(name) ?? [],
    creatable: new Set(),
  };
}

/** What follows from the record's own fields is not the doing of this operation. */
function withoutRuled(input: OperationsInput, layout: OperationLayout, effect: Effect): readonly Effect[] {
  if (effect.t !== 'update') return [effect];
  const { of } = effect;
  const resource = of.r === 'parent' ? layout.parents[of.index]?.resource : 'resource' in of ? of.resource : undefined;
  const ruled = new Set((input.invariants.get(resource ?? '') ?? []).map(({ path }) => path.join('\u0000')));
  const set = effect.set.filter(({ path }) => !ruled.has(path.join('\u0000')));
  return set.length === 0 && effect.copy === null ? [] : [{ ...effect, set }];
}

/** Rules are stated once, where records are made; without such a place, where they change. */
function hasCreate(input: OperationsInput, resource: ResourceName): boolean {
  return [...input.layout.operations.values()].some(
    (layout) => layout.kind === 'create' && layout.resource === resource,
  );
}

function mainEffect(
  input: OperationsInput,
  layout: OperationLayout,
  scenes: readonly Scene[],
  context: EffectContext,
): readonly Effect[] {
  if (makesRecord(layout)) return [noted(createEffect(scenes, context), scenes)];
  if (layout.kind === 'delete') {
    const soft = input.softDeletes.get(context.resource) ?? null;
    if (soft !== null) {
      const effect = updateEffect(scenes, context, 'DELETE');
      return [
        effect.set.length > 0
          ? effect
          : {
              t: 'update',
              of: { r: 'target' },
              set: [{ path: soft.field, value: { k: 'const', value: soft.value } }],
              copy: null,
            },
      ];
    }
    return [{ t: 'delete', of: { r: 'target' }, cascade: cascadeOf(input, context.resource) }];
  }
  if (layout.target === null && !scenes.some(({ targetKey }) => targetKey !== null))
    return selfUpdate(layout, scenes, context);
  return [noted(updateEffect(scenes, context, layout.facts.method), scenes)];
}

/** A write that names no record and answers with the caller's own: what it does to its target, it does to the caller. */
function selfUpdate(layout: OperationLayout, scenes: readonly Scene[], context: EffectContext): readonly Effect[] {
  const place = placeOf(layout, 'record');
  const own = scenes.filter(({ principal, call }) => {
    const [shown] = place === null ? [] : [...at(call.exchange.answer ?? null, place.spot)];
    const id = shown === undefined ? null : idText(valueAt(shown.doc, context.idPath));
    return id !== null && principal === `${context.resource}/${id}`;
  });
  if (own.length === 0 || own.length < scenes.length * 0.8) return [];
  const witnesses = own.flatMap((scene): readonly Scene[] => {
    const after = docAtNext(scene);
    return after === null ? [] : [{ ...scene, targetKey: scene.principal, after, afterKnown: true }];
  });
  const effect = noted(updateEffect(witnesses, context, layout.facts.method), witnesses);
  return [JSON.parse(JSON.stringify(effect).replaceAll('{"r":"target"}', '{"r":"principal"}')) as Effect];
}

/** The caller's record as the answer left it. */
function docAtNext(scene: Scene): Scene['after'] {
  const track = scene.principal === null ? undefined : scene.world.chronicle.tracks.get(scene.principal);
  return docBefore(track, scene.call.tick + 1) ?? null;
}

function noted<E extends Effect>(effect: E, scenes: readonly Scene[]): E {
  if ((effect.t === 'create' || effect.t === 'update') && effect.copy !== null)
    rememberCopied(effect.copy, requestObjectOf(scenes.filter(({ after }) => after !== null))?.echoed ?? new Set());
  return effect;
}

/** Records below a deleted one go with it: they can only be reached through it. */
function cascadeOf(input: OperationsInput, resource: ResourceName): Extract<Effect, { t: 'delete' }>['cascade'] {
  return [...input.maker.world.rules].flatMap(([child, rule]) =>
    rule.parent?.resource === resource ? [{ resource: child, by: rule.parent.field ?? [] }] : [],
  );
}

function segmentsOf(layout: OperationLayout): readonly Segment[] {
  return segmentsWith(layout.facts.template, (param) => ({
    shape: idShapeOf([...(layout.facts.params.get(param) ?? [])].filter((value) => !SELF_WORDS.has(value))),
    resource: layout.paramResources.get(param) ?? null,
    aliases: [...(layout.facts.params.get(param) ?? [])].filter((value) => SELF_WORDS.has(value)).sort(),
  }));
}
