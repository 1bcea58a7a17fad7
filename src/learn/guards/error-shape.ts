/** What tells one error of an operation from another: status, codes, and which request fields it names. */
import { isArray, isObject, leavesOf, pathText, type Json, type JsonPath } from '../../model/json.ts';
import type { ErrorShape } from '../../model/branch.ts';
import type { Call } from '../reading/call.ts';

/** Text that is equal for errors of one kind. */
export function errorShapeOf(call: Call): string {
  const { status, answer, answerText } = call.exchange;
  if (status === null) return 'network';
  if (answer === undefined) return `${status} ${answerText === null ? '' : 'text'}`;
  const container = problemsIn(answer, call);
  const codes: string[] = [];
  for (const { path, value } of leavesOf(answer)) {
    if (container !== null && container.path.every((step, index) => path[index] === step)) continue;
    if (
      typeof value === 'string' &&
      /^(?:code|type|error|reason|error_?code|kind|title)$/i.test(
        String(path.findLast((step) => typeof step === 'string') ?? ''),
      ) &&
      /^[\w.:/ -]{2,60}$/.test(value)
    )
      codes.push(`${pathText(path)}=${value}`);
  }
  if (codes.length === 0)
    for (const { path, value } of leavesOf(answer))
      if (
        typeof value === 'string' &&
        value.length < 60 &&
        !/\d/.test(value) &&
        (container === null || !container.path.every((step, index) => path[index] === step))
      )
        codes.push(`${pathText(path)}~${value.replaceAll(/["'“‘][^"'”’]*["'”’]/g, '*')}`);
  return `${status} ${container === null ? '' : `{${pathText(container.path)}}`} ${codes.sort().join(' ')}`;
}

export interface Problems {
  readonly path: JsonPath;
  readonly as: 'array' | 'object';
  /** `field code` of each entry, and the entry itself. */
  readonly entries: readonly { readonly field: string; readonly kind: string; readonly value: Json }[];
}

/** The part of an error that lists problems by field: `{errors: {email: [...]}}` or `{fields: [{field: "email", ...}]}`. */
export function problemsIn(answer: Json, call: Call): Problems | null {
  const names = fieldNames(call);
  return search(answer, [], names, 0);
}

function search(value: Json, path: JsonPath, names: ReadonlySet<string>, depth: number): Problems | null {
  if (depth > 4) return null;
  if (isArray(value) && value.length > 0 && value.every(isObject) && path.length > 0) {
    const entries = value.map((item) => {
      const named = Object.entries(item as Readonly<Record<string, Json>>).find(
        ([key, text]) =>
          /^(?:field|param|parameter|path|property|name|attribute|pointer|source|loc|location|key|target)$/i.test(
            key,
          ) && fieldOf(text) !== null,
      );
      const field = named === undefined ? null : fieldOf(named[1]);
      return field === null ? null : { field, kind: `${field} ${kindOf(item)}`, value: item };
    });
    if (entries.every((entry) => entry !== null)) return { path, as: 'array', entries: entries as Problems['entries'] };
  }
  if (isObject(value)) {
    const own = Object.entries(value);
    const listed =
      own.length > 0 &&
      path.length > 0 &&
      own.every(([, item]) => typeof item === 'string' || isArray(item)) &&
      own.every(([key]) => names.has(key) || /^(?:errors?|fields?|details|violations)$/i.test(String(path.at(-1)))) &&
      !own.some(([key]) => /^(?:code|message|type|status|title|detail)$/.test(key) && !names.has(key));
    if (listed && own.some(([key]) => names.has(key) || /^(?:errors|fields|violations)$/i.test(String(path.at(-1)))))
      return {
        path,
        as: 'object',
        entries: own.flatMap(([field, item]) =>
          isArray(item) && item.length > 0
            ? item.map((one) => ({ field, kind: `${field} ${kindOf(one)}`, value: [one] as Json }))
            : [{ field, kind: `${field} ${kindOf(item)}`, value: item }],
        ),
      };
    for (const [key, item] of own) {
      if (typeof item !== 'object' || item === null) continue;
      const found = search(item, [...path, key], names, depth + 1);
      if (found !== null) return found;
    }
  }
  return null;
}

function fieldOf(value: Json): string | null {
  if (isObject(value)) return fieldOf(Object.values(value)[0] ?? null);
  if (isArray(value)) return fieldOf(value.at(-1) ?? null);
  return typeof value === 'string' && /^[\w./[\]$-]{1,80}$/.test(value)
    ? (value
        .split(/[./]/)
        .at(-1)
        ?.replaceAll(/[[\]$]/g, '') ?? null)
    : null;
}

function kindOf(value: Json): string {
  if (typeof value === 'string')
    return value
      .replaceAll(/\d+(?:\.\d+)?/g, '#')
      .replaceAll(/["'“‘][^"'”’]*["'”’]/g, '*')
      .slice(0, 80);
  if (isArray(value)) return kindOf(value[0] ?? null);
  if (!isObject(value)) return '';
  const code = Object.entries(value).find(
    ([key, text]) => /^(?:code|type|rule|error|reason|kind|error_code)$/i.test(key) && typeof text === 'string',
  );
  if (code !== undefined) return String(code[1]);
  const text = Object.entries(value).find(
    ([key, item]) => /message|msg|detail|description|title/i.test(key) && typeof item === 'string',
  );
  return text === undefined ? '' : kindOf(text[1]);
}

function fieldNames(call: Call): ReadonlySet<string> {
  const names = new Set<string>(Object.keys(call.exchange.query));
  const add = (value: Json | undefined): void => {
    if (isArray(value)) value.forEach(add);
    else if (isObject(value)) {
      for (const [key, item] of Object.entries(value)) {
        names.add(key);
        add(item);
      }
    }
  };
  add(call.exchange.body);
  return names;
}

/** What an error is about, from its status and words. */
export function triggerOf(status: number, text: string): ErrorShape['trigger'] {
  if (status >= 400 && status < 500 && /idempoten/i.test(text)) return 'idempotency';
  if (status === 401) return /expire/i.test(text) ? 'expired' : 'unauthenticated';
  if ((status < 300 || status === 403) && UNAUTHENTICATED.test(text))
    return /expire/i.test(text) ? 'expired' : 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 405) return 'method-not-allowed';
  if (status === 409) return 'conflict';
  if (status === 410) return 'gone';
  if (status === 412 || status === 428) return 'precondition';
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'unavailable';
  if (status < 400) return spokenTrigger(text);
  if (status === 400 || status === 422) return 'invalid';
  return 'other';
}

const UNAUTHENTICATED =
  /not[ _-]?(?:logged[ _-]?in|authenticated|signed[ _-]?in)|un-?authenticated|(?:authentication|login|log[ _-]?in|session|credentials?)[ _-]?(?:is |are )?(?:required|needed|missing|expired|invalid|were not provided)|(?:invalid|bad|wrong|missing|expired|no)[ _-](?:credentials?|session|login|(?:access|auth|api)[ _-]?(?:token|key))\b|log in first/i;

/** APIs that answer 200 to everything say it in words. */
function spokenTrigger(text: string): ErrorShape['trigger'] {
  if (/not[ _-]?found|no[ _-]such|unknown|does not exist/i.test(text)) return 'not-found';
  if (/unauthori[sz]ed/i.test(text)) return 'unauthenticated';
  if (/forbidden|permission|not[ _-]allowed|csrf/i.test(text)) return 'forbidden';
  if (/conflict|already|duplicate|taken|exists/i.test(text)) return 'conflict';
  if (/rate[ _-]?limit|too[ _-]many/i.test(text)) return 'rate-limited';
  return /invalid|required|missing|must|valid/i.test(text) ? 'invalid' : 'other';
}
