/** The resources of the model, from drafts and from every document the chronicle holds. */
import { isArray, isObject, valueAt, type Json, type JsonObject, type JsonPath } from '../../model/json.ts';
import type { Effect } from '../../model/effect.ts';
import type { FieldModel } from '../../model/field.ts';
import type { ResourceName } from '../../model/names.ts';
import type { Resource, ResourceField } from '../../model/resource.ts';
import type { Chronicle, Track } from './chronicle.ts';
import { addValue, createFieldStats, fieldModels } from '../reading/field-stats.ts';
import { idShapeOf } from './id-shape.ts';
import type { ResourceDraft } from '../paths/layout.ts';
import type { References } from './references.ts';
import type { KeyRules } from './views.ts';

export interface ResourceEvidence {
  readonly chronicle: Chronicle;
  readonly references: References;
  readonly rules: KeyRules;
  /** Effects of every write on the resource. */
  readonly effects: ReadonlyMap<ResourceName, readonly Effect[]>;
  readonly goneStatus: ReadonlyMap<ResourceName, 404 | 410>;
  readonly softDelete: ReadonlyMap<ResourceName, Resource['softDelete']>;
}

export function resourceModel(draft: ResourceDraft, evidence: ResourceEvidence): Resource {
  const tracks = evidence.chronicle.byResource.get(draft.name) ?? [];
  const docs = tracks.flatMap(({ versions }) => versions.flatMap(({ doc }) => (doc === null ? [] : [doc])).slice(-1));
  const stats = createFieldStats();
  for (const doc of docs.slice(-5000)) addValue(stats, doc);
  const models = wholePresence(fieldModels(stats), tracks);
  const natural = naturalKeyOf(docs, models, draft.idPath);
  const label = labelOf(models, draft);
  const effects = evidence.effects.get(draft.name) ?? [];
  const references = evidence.references.get(draft.name);
  const parent = evidence.rules.get(draft.name)?.parent ?? null;
  return {
    name: draft.name,
    singular: draft.singular,
    origin: draft.origin,
    idPath: draft.idPath,
    idShape: idShapeOf(tracks.map(({ id }) => id)),
    scope: evidence.rules.get(draft.name)?.scope ?? 'global',
    parent,
    singleton: draft.singleton,
    fields: models.map((model): ResourceField => {
      const key = model.path.join('\u0000');
      const target = references?.get(key) ?? null;
      return {
        ...model,
        role: roleOf(model, draft.idPath, parent?.field ?? null, natural, label, target, effects),
        references: target,
        writable: isWritable(model.path, effects),
      };
    }),
    naturalKey: natural,
    labelField: label,
    softDelete: evidence.softDelete.get(draft.name) ?? null,
    goneStatus: evidence.goneStatus.get(draft.name) ?? 404,
  };
}

/** How usual a field is, by the records that were seen whole: lists leave out what every record has. */
function wholePresence(models: readonly FieldModel[], tracks: readonly Track[]): readonly FieldModel[] {
  const stats = createFieldStats();
  for (const { complete, versions } of tracks.slice(-5000)) {
    const doc = versions.findLast((version) => version.doc !== null)?.doc ?? null;
    if (complete && doc !== null) addValue(stats, doc);
  }
  if (stats.n < 3) return models;
  const usual = new Map(fieldModels(stats).map(({ path, presence }) => [path.join('\u0000'), presence]));
  return models.map((model) => ({ ...model, presence: usual.get(model.path.join('\u0000')) ?? model.presence }));
}

function roleOf(
  model: FieldModel,
  idPath: JsonPath,
  parent: JsonPath | null,
  natural: readonly JsonPath[],
  label: JsonPath | null,
  target: ResourceName | null,
  effects: readonly Effect[],
): ResourceField['role'] {
  const key = model.path.join('\u0000');
  if (key === idPath.join('\u0000')) return 'id';
  if (parent !== null && key === parent.join('\u0000')) return 'parent';
  if (target !== null) return 'foreign-key';
  const written = effects.flatMap((effect) =>
    effect.t === 'create' || effect.t === 'update' || effect.t === 'recompute'
      ? effect.set.filter(({ path }) => path.join('\u0000') === key).map(({ value }) => ({ value, on: effect.t }))
      : [],
  );
  if (
    written.some(
      ({ value, on }) =>
        on !== 'create' &&
        (value.k === 'now' ||
          value.k === 'sum' ||
          value.k === 'fold' ||
          value.k === 'aggregate' ||
          value.k === 'digest' ||
          value.k === 'round' ||
          value.k === 'decimal' ||
          value.k === 'span' ||
          value.k === 'product'),
    )
  )
    return 'derived';
  if (
    written.some(
      ({ value, on }) =>
        on === 'create' &&
        (value.k === 'now' ||
          value.k === 'generate' ||
          value.k === 'sample' ||
          value.k === 'new-id' ||
          value.k === 'counter' ||
          value.k === 'concat'),
    )
  )
    return 'server-chosen';
  if (natural.some((path) => path.join('\u0000') === key)) return 'natural-key';
  if (label !== null && label.join('\u0000') === key) return 'label';
  return 'plain';
}

function isWritable(path: readonly (string | number)[], effects: readonly Effect[]): boolean {
  return effects.some((effect) => {
    if (effect.t !== 'create' && effect.t !== 'update') return false;
    if (
      effect.set.some(
        ({ path: written, value }) =>
          written.join('\u0000') === path.join('\u0000') && mentionsSlot(value as unknown as Json),
      )
    )
      return true;
    const { copy } = effect;
    if (copy === null || !copy.to.every((step, index) => path[index] === step)) return false;
    return copied.get(copy)?.has(String(path[copy.to.length])) ?? false;
  });
}

/** Fields each copy was seen to carry; filled while effects are learned. */
const copied = new WeakMap<object, ReadonlySet<string>>();

export function rememberCopied(copy: object, fields: ReadonlySet<string>): void {
  copied.set(copy, fields);
}

export function mentionsSlot(value: Json): boolean {
  if (isArray(value)) return value.some(mentionsSlot);
  return isObject(value) && (value['k'] === 'slot' || Object.values(value).some(mentionsSlot));
}

/** One text field, different in every record; two names for a thing are told by what people use: e-mail before number before title. */
function naturalKeyOf(
  docs: readonly JsonObject[],
  models: readonly FieldModel[],
  idPath: JsonPath,
): readonly JsonPath[] {
  if (docs.length < 2) return [];
  let best: { path: JsonPath; score: number } | null = null;
  for (const model of models) {
    if (
      model.path.includes('*') ||
      model.path.length > 2 ||
      model.path.join() === idPath.join() ||
      !model.types.includes('string') ||
      model.format === 'date-time' ||
      model.format === 'date' ||
      model.format === 'prose'
    )
      continue;
    const values = docs
      .map((doc) => valueAt(doc, model.path))
      .filter((value): value is string => typeof value === 'string');
    if (values.length < docs.length * 0.8 || new Set(values).size < values.length * 0.98) continue;
    const name = String(model.path.at(-1));
    if (/url|href|link|token|etag|_at$/i.test(name) || model.format === 'uri') continue;
    const score =
      (model.format === 'email' ? 3 : 0) +
      (/^(?:email|sku|slug|code|number|username|login|handle|key|domain|reference|name|title|label|subject)$/i.test(
        name,
      )
        ? 2
        : 0) -
      model.path.length * 0.2 -
      (model.maxLength ?? 0) / 500;
    if (best === null || score > best.score) best = { path: [...model.path], score };
  }
  return best === null || best.score < 0 ? [] : [best.path];
}

const LABELS = [
  'name',
  'title',
  'subject',
  'label',
  'display_name',
  'full_name',
  'displayname',
  'summary',
  'number',
  'email',
  'username',
  'login',
  'slug',
  'code',
  'key',
];

function labelOf(models: readonly FieldModel[], draft: ResourceDraft): JsonPath | null {
  let best: { path: JsonPath; rank: number } | null = null;
  for (const model of models) {
    if (!model.types.includes('string') || model.path.includes('*') || model.path.length > 2) continue;
    const at = LABELS.indexOf(String(model.path.at(-1)).toLowerCase());
    const rank = at < 0 ? -1 : at + model.path.length * 3;
    if (rank >= 0 && (best === null || rank < best.rank)) best = { path: [...model.path], rank };
  }
  return best?.path ?? (draft.idPath.length === 1 && LABELS.includes(String(draft.idPath[0])) ? draft.idPath : null);
}
