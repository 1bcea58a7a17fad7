import { valueAt, type Json } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { ResourceName } from '../model/names.ts';
import { indexModel } from '../model/model-index.ts';
import type { GoalAtom } from '../model/task.ts';

const RIVALS = new WeakMap<LearnedModel, Map<string, ReadonlySet<string>>>();

/** What the field asked about says of other records. */
export function rivalsOf(atom: Extract<GoalAtom, { kind: 'answer' }>, model: LearnedModel): ReadonlySet<string> {
  if (atom.about === undefined) return new Set();
  const { resource, path } = atom.about;
  const ofModel = RIVALS.get(model) ?? new Map<string, ReadonlySet<string>>();
  RIVALS.set(model, ofModel);
  const id = `${resource} ${path.join('.')}`;
  const known = ofModel.get(id) ?? valuesOf(model, resource, path);
  ofModel.set(id, known);
  return known;
}

function valuesOf(
  model: LearnedModel,
  resource: ResourceName,
  path: readonly (string | number)[],
): ReadonlySet<string> {
  const index = indexModel(model);
  const seen = index.entitiesOf(resource).map(({ doc }) => valueAt(doc, path));
  return new Set(
    [...seen, ...(index.field(resource, path)?.enum ?? [])].flatMap((value: Json | undefined) =>
      typeof value === 'string' || typeof value === 'number' ? [String(value).trim().toLowerCase()] : [],
    ),
  );
}
