/** From witnesses to operations: effects, branches, lists, requests. */
import type { Branch } from '../model/branch.ts';
import type { ResourceName } from '../model/names.ts';
import type { Operation, Segment } from '../model/operation.ts';
import { withEmptyTexts } from './values/empty-texts.ts';
import { errorBranches, type RefusalGroup } from './guards/error-branches.ts';
import { fieldModels } from './reading/field-stats.ts';
import { isWriteLayout, type Witness } from './records/fold-recording.ts';
import { idShapeOf } from './records/id-shape.ts';
import { makesRecord, type OperationLayout } from './paths/layout.ts';
import { SELF_WORDS } from './lexicon.ts';
import { listModel } from './lists/list-model.ts';
import { listWitness, type ListWitness } from './lists/list-witness.ts';
import { withPageConventions } from './lists/page-conventions.ts';
import { withSharedSizes } from './lists/page-sizes.ts';
import { operationNames } from './paths/operation-names.ts';
import { reachOf, type OperationReach } from './values/reach.ts';
import { requestObjectOf } from './values/request-object.ts';
import { segmentsWith } from './paths/router.ts';
import type { Scene } from './values/scene.ts';
import { sceneOf } from './values/scenes.ts';
import { successBranches } from './effects/success-branches.ts';
import { transferGuards } from './guards/transfer-guards.ts';
import { createWindows, type Windows } from './effects/windows.ts';
import { effectsOf, type EffectsInput } from './effects/operation-effects.ts';

export interface OperationsInput extends EffectsInput {
  readonly ids: ReadonlyMap<ResourceName, ReadonlySet<string>>;
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
        resourcesBelow(input, layout.resource),
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

function resourcesBelow(input: OperationsInput, resource: ResourceName | null): ReadonlySet<ResourceName> {
  return new Set(
    [...input.maker.world.rules].flatMap(([name, { parent }]) =>
      parent !== null && parent.resource === resource ? [name] : [],
    ),
  );
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

function segmentsOf(layout: OperationLayout): readonly Segment[] {
  return segmentsWith(layout.facts.template, (param) => ({
    shape: idShapeOf([...(layout.facts.params.get(param) ?? [])].filter((value) => !SELF_WORDS.has(value))),
    resource: layout.paramResources.get(param) ?? null,
    aliases: [...(layout.facts.params.get(param) ?? [])].filter((value) => SELF_WORDS.has(value)).sort(),
  }));
}
