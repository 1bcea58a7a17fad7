/** Ruby VCR cassettes (YAML or JSON, also the list form of VCR 1) and vcrpy's, which name the list `interactions`. */
import { isArray, isObject, type Json } from '../../model/json.ts';
import { parseCassetteExchange } from './cassette.ts';
import { listAt, objectAt, type Format } from './format.ts';
import { readEach } from './read-each.ts';

export const vcr: Format = {
  id: 'vcr',

  matches: (document) => {
    if (isArray(document)) return document.length > 0 && document.every(isExchange);
    if (!isObject(document)) return false;
    if ('http_interactions' in document) return true;
    const list = document['interactions'];
    return isArray(list) && list.length > 0 && list.every(isExchange);
  },

  parse: (document) => {
    if (isArray(document)) return parseList(document, '');
    const file = objectAt(document, 'the file');
    if ('interactions' in file) return parseList(listAt(file['interactions'], 'interactions'), 'interactions');
    // An empty list is written as `http_interactions: []` or left out by hand-edited files.
    return parseList(listAt(file['http_interactions'] ?? [], 'http_interactions'), 'http_interactions');
  },
};

function parseList(list: readonly Json[], name: string): ReturnType<Format['parse']> {
  return readEach(list, name, parseCassetteExchange);
}

function isExchange(item: Json): boolean {
  return isObject(item) && isObject(item['request']) && 'response' in item && 'uri' in item['request'];
}
