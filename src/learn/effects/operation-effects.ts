/** What an operation does to records: its own, those it makes along the way, those it belongs to, and those below it. */
import type { Invariants } from '../records/invariants.ts';
import type { References } from '../records/references.ts';
import type { SceneMaker } from '../values/scenes.ts';
import { type Json, valueAt } from '../../model/json.ts';
import type { Effect } from '../../model/effect.ts';
import type { ResourceName } from '../../model/names.ts';
import { docBefore } from '../records/chronicle.ts';
import { createEffect } from './create-effect.ts';
import { type EffectContext } from './effect-context.ts';
import { type Folded, type Witness } from '../records/fold-recording.ts';
import { type Layout, makesRecord, placeOf, type OperationLayout } from '../paths/layout.ts';
import { childEffects } from './child-effects.ts';
import { eachEffects } from './each-effects.ts';
import { idText } from '../records/matching.ts';
import { rememberCopied } from '../records/resource-models.ts';
import { requestObjectOf } from '../values/request-object.ts';
import type { Scene } from '../values/scene.ts';
import { namingSeconds, secondRecords } from './second-records.ts';
import { sideEffects } from './side-effects.ts';
import { type Windows } from './windows.ts';
import { updateEffect } from './update-effect.ts';
import { at } from '../records/views.ts';

export interface EffectsInput {
  readonly layout: Layout;
  readonly folded: Folded;
  readonly maker: SceneMaker;
  readonly references: References;
  readonly softDeletes: ReadonlyMap<
    ResourceName,
    { readonly field: readonly (string | number)[]; readonly value: Json } | null
  >;
  readonly invariants: Invariants;
}

/** What a write does to its record, and to others. */
export function effectsOf(
  input: EffectsInput,
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
function secondContext(input: EffectsInput, name: ResourceName, { refs }: EffectContext): EffectContext | null {
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
function withoutRuled(input: EffectsInput, layout: OperationLayout, effect: Effect): readonly Effect[] {
  if (effect.t !== 'update') return [effect];
  const { of } = effect;
  const resource = of.r === 'parent' ? layout.parents[of.index]?.resource : 'resource' in of ? of.resource : undefined;
  const ruled = new Set((input.invariants.get(resource ?? '') ?? []).map(({ path }) => path.join('\u0000')));
  const set = effect.set.filter(({ path }) => !ruled.has(path.join('\u0000')));
  return set.length === 0 && effect.copy === null ? [] : [{ ...effect, set }];
}

/** Rules are stated once, where records are made; without such a place, where they change. */
function hasCreate(input: EffectsInput, resource: ResourceName): boolean {
  return [...input.layout.operations.values()].some(
    (layout) => layout.kind === 'create' && layout.resource === resource,
  );
}

function mainEffect(
  input: EffectsInput,
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
  return [withNewName(layout, context, noted(updateEffect(scenes, context, layout.facts.method), scenes))];
}

/** What the request calls the record, said apart from the fields that are copied: other writes leave the name alone. */
function withNewName(layout: OperationLayout, { idPath }: EffectContext, effect: Effect): Effect {
  if (layout.renames !== true || effect.t !== 'update' || effect.copy === null) return effect;
  if (effect.set.some(({ path }) => path.join() === idPath.join())) return effect;
  const slot = { in: 'body', path: [...effect.copy.from, ...idPath.slice(effect.copy.to.length)] } as const;
  return { ...effect, set: [...effect.set, { path: idPath, value: { k: 'slot', slot, as: 'json', fallback: null } }] };
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
function cascadeOf(input: EffectsInput, resource: ResourceName): Extract<Effect, { t: 'delete' }>['cascade'] {
  return [...input.maker.world.rules].flatMap(([child, rule]) =>
    rule.parent?.resource === resource ? [{ resource: child, by: rule.parent.field ?? [] }] : [],
  );
}
