/** Betamax (Python requests) cassettes: JSON, gzip bodies kept in `base64_string`. */
import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import { parseCassetteExchange } from './cassette.ts';
import { listAt, objectAt, scalarText, type Format } from './format.ts';
import { readEach } from './read-each.ts';

export const betamax: Format = {
  id: 'betamax',

  matches: (document) =>
    isObject(document) &&
    'http_interactions' in document &&
    (isByBetamax(document) || namesResponseUrl(document['http_interactions'])),

  parse: (document) => {
    const list = listAt(objectAt(document, 'the file')['http_interactions'], 'http_interactions');
    return readEach(list, 'http_interactions', parseCassetteExchange);
  },
};

function isByBetamax(document: JsonObject): boolean {
  return /betamax/i.test(scalarText(document['recorded_with']));
}

function namesResponseUrl(list: Json | undefined): boolean {
  const [first] = Array.isArray(list) ? (list as readonly Json[]) : [];
  return isObject(first) && isObject(first['response']) && 'url' in first['response'];
}
