import type { Json, JsonPath, } from '../model/json.ts';
import type { LearnedModel, Resource } from '../model/learned.ts';
import { indexModel, samePath } from '../model/model-index.ts';

const FEWEST_WORDS = 6;
const SHORTEST = 30;

/** Text a person would word afresh each time: comments, notes, descriptions; never what a record is called by. */
export function isProse(model: LearnedModel, resource: Resource, field: JsonPath, value: Json): boolean {
  if (typeof value !== 'string') return false;
  const known = indexModel(model).field(resource.name, field);
  if (known?.enum !== undefined && known.enum !== null) return false;
  if (known?.format === 'prose') return true;
  if (known?.format !== undefined && known.format !== null) return false;
  const named = [...resource.naturalKey, ...(resource.labelField === null ? [] : [resource.labelField])].some((path) => samePath(path, field));
  return !named && value.length >= SHORTEST && value.trim().split(/\s+/).length >= FEWEST_WORDS;
}
