import { leavesOf, valueAt, type Json } from '../../model/json.ts';
import type { Episode } from '../../model/episode.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { ResourceName } from '../../model/names.ts';
import { indexModel } from '../../model/model-index.ts';
import type { GoalAtom } from '../../model/task.ts';
import { plainText } from '../plain-text.ts';

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
      typeof value === 'string' || typeof value === 'number' ? [phraseOf(value)] : [],
    ),
  );
}

/** What other fields say of the record asked about; nothing that is longer than a few words. */
export function besideOf(
  { about, value }: Extract<GoalAtom, { kind: 'answer' }>,
  episode: Episode,
  model: LearnedModel,
): ReadonlySet<string> {
  if (about === undefined) return new Set();
  const put = episode.patches.findLast((patch) => patch.p === 'put' && patch.entity.key === about.key);
  const doc = put?.p === 'put' ? put.entity.doc : indexModel(model).entity(about.key)?.doc;
  const own = phraseOf(String(value));
  const phrases = [...leavesOf(doc ?? null)].flatMap(({ value: other }) =>
    typeof other === 'string' && other !== '' ? [phraseOf(other)] : [],
  );
  return new Set(phrases.filter((phrase) => phrase !== '' && phrase !== own));
}

/** As its words stand in a sentence, without the marks around them. */
function phraseOf(value: string | number): string {
  return plainText(String(value))
    .split(/[\s,;|"'*()[\]{}]+/)
    .map((word) => word.replace(/^[.:!?]+|[.:!?]+$/g, ''))
    .filter((word) => word !== '')
    .join(' ');
}
