import type { Json, JsonPath } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { Resource } from '../model/resource.ts';
import { indexModel, samePath } from '../model/model-index.ts';
import { leafName } from './words.ts';

const FEWEST_WORDS = 6;
const FEWEST_WORDS_ANYWHERE = 14;
const PROSE_NAME =
  /(description|body|comment|notes?|message|text|content|details|summary|bio|reply|remarks?|feedback)$/i;

/** Text a person would word afresh each time: comments, notes, descriptions; never what a record is called by. */
export function isProse(model: LearnedModel, resource: Resource, field: JsonPath, value: Json): boolean {
  if (typeof value !== 'string') return false;
  const known = indexModel(model).field(resource.name, field);
  if (known?.enum !== undefined && known.enum !== null) return false;
  if (known?.format !== undefined && known.format !== null && known.format !== 'prose') return false;
  const named = [...resource.naturalKey, ...(resource.labelField === null ? [] : [resource.labelField])].some((path) =>
    samePath(path, field),
  );
  if (named) return false;
  const words = value.trim().split(/\s+/).length;
  if (PROSE_NAME.test(leafName(field))) return words >= FEWEST_WORDS;
  return words >= FEWEST_WORDS_ANYWHERE && /[a-z][.!?](\s|$)/.test(value) && !value.startsWith('#!');
}
