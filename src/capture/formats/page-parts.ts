import { isArray, isObject, type JsonObject } from '../../model/json.ts';
import { scalarText } from './format.ts';

const BROWSER = /^(?:WebInspector|Firefox|WebKit|Safari|Chrome|Microsoft Edge)/i;
/** As Chrome names them. */
const PART_TYPES: ReadonlySet<string> = new Set(
  'script stylesheet image font media texttrack manifest ping preflight cspviolationreport imageset'.split(' '),
);
const PART_MIME =
  /^(?:text\/css|(?:text|application)\/(?:x-)?(?:javascript|ecmascript)|image\/|font\/|audio\/|video\/|application\/(?:font|x-font|vnd\.ms-fontobject|manifest\+json))/i;

/**
 * Whether an entry is a part of a web page that the browser fetched by itself, not a call of an API: told by the type
 * the browser gives, else by what came. Only of a HAR that a browser wrote: elsewhere a picture may be the answer.
 */
export function isPagePart(entry: JsonObject, log: JsonObject): boolean {
  const type = entry['_resourceType'];
  if (typeof type === 'string') return PART_TYPES.has(type.toLowerCase());
  const creator = log['browser'] ?? log['creator'];
  if (!isObject(creator) || !BROWSER.test(scalarText(creator['name']))) return false;
  const [request, response] = [entry['request'], entry['response']];
  if (!isObject(request) || !isObject(response)) return false;
  if (request['method'] === 'OPTIONS') return asksForLeave(request);
  const content = response['content'];
  return request['method'] === 'GET' && isObject(content) && PART_MIME.test(scalarText(content['mimeType']));
}

function asksForLeave({ headers }: JsonObject): boolean {
  return (
    isArray(headers) &&
    headers.some((pair) => isObject(pair) && /^access-control-request-method$/i.test(scalarText(pair['name'])))
  );
}
