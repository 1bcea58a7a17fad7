/**
 * Probes: abstract calls that can be rendered for two servers whose chosen ids differ. A probe names entities by
 * slots; a slot is a literal (seed entities, equal on both sides) or a handle, bound from each side's own answers.
 */
import { isJsonObject, parseJson } from './json.ts';
import type { JsonValue } from './json.ts';
import { readJsonPath } from './json-path.ts';
import type { ReferenceRequest, ReferenceResponse } from './reference-api.ts';

/** `auth` (logins, token refreshes) is plumbing and outside of every share. */
export type ProbeClass = 'write' | 'read-item' | 'list' | 'filter' | 'page' | 'error' | 'auth';

export type ProbeScalar = string | number;

export type SlotRef =
  | {
      readonly kind: 'literal';
      readonly value: ProbeScalar;
      /** no session ever addressed it */ readonly untouched?: true;
    }
  | { readonly kind: 'handle'; readonly name: string };

/** In a body or a query: the value of a slot, with its JSON type kept. */
export interface ProbeSlot {
  readonly $slot: string;
}

export type ProbeJson =
  null | boolean | number | string | ProbeSlot | readonly ProbeJson[] | { readonly [key: string]: ProbeJson };

export type ProbeBody =
  | { readonly kind: 'json'; readonly value: ProbeJson; readonly mediaType?: string }
  | { readonly kind: 'form'; readonly fields: readonly (readonly [string, string | ProbeSlot])[] }
  | { readonly kind: 'raw'; readonly text: string; readonly mediaType: string };

/** Where a handle's value stands in an answer. */
export type ProbeBinding =
  | { readonly name: string; readonly jsonPath: string }
  | { readonly name: string; readonly header: string }
  | { readonly name: string; readonly cookie: string };

export interface ProbeAction {
  readonly class: ProbeClass;
  /** false: this error branch never occurs in the sessions */
  readonly known: boolean;
  /** addresses an entity that no session addressed: seen in lists only, or made by an earlier probe */
  readonly untouched: boolean;
  readonly method: string;
  readonly origin: string;
  /** `{slot}` is percent-encoded, `{+slot}` is a whole target or URL taken as it is */
  readonly pathTemplate: string;
  readonly slots: Readonly<Record<string, SlotRef>>;
  readonly query: readonly (readonly [string, string | ProbeSlot])[];
  /** `{slot}` in a value is replaced as it is */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: ProbeBody | undefined;
  readonly bind: readonly ProbeBinding[];
  /** template of the key of the entity that is read or written, e.g. `/orders/{o}` */
  readonly entity: string | undefined;
  /** JSON path of that entity's full representation in the answer, where it is one */
  readonly shows: string | undefined;
  /** fields no recorded answer showed of this entity (summary lists): a learner cannot know them */
  readonly unseen: readonly string[];
  /** how long the clock moves before the call */
  readonly afterMs: number;
}

export type Bindings = ReadonlyMap<string, ProbeScalar>;

/** What a source may look at: the reference side's bindings after the last action. */
export interface ProbeView {
  readonly bindings: Bindings;
}

/** Endless: each call yields the next action; the caller renders, sends and binds it before asking again. */
export interface ProbeSource {
  next(view: ProbeView): ProbeAction;
}

/** The request of one side, or undefined where a handle was never bound there. */
export function renderProbe(action: ProbeAction, bindings: Bindings): ReferenceRequest | undefined {
  const values = new Map<string, ProbeScalar>();
  for (const [slot, ref] of Object.entries(action.slots)) {
    const value = ref.kind === 'literal' ? ref.value : bindings.get(ref.name);
    if (value !== undefined) values.set(slot, value);
  }
  try {
    return render(action, (slot) => {
      const value = values.get(slot);
      if (value === undefined) throw new UnboundSlot(slot);
      return value;
    });
  } catch (error) {
    if (error instanceof UnboundSlot) return undefined;
    throw error;
  }
}

/** The entity key of an action on one side, or undefined where it has none or a handle is unbound. */
export function entityKey(action: ProbeAction, bindings: Bindings): string | undefined {
  let unbound = false;
  const key = action.entity?.replaceAll(/\{(\w+)\}/g, (_, slot: string) => {
    const ref = action.slots[slot];
    const value = ref === undefined || ref.kind === 'literal' ? ref?.value : bindings.get(ref.name);
    unbound ||= value === undefined;
    return String(value);
  });
  return unbound ? undefined : key;
}

/** The bindings after an answer; what the answer lacks stays as it was. */
export function bindAnswer(action: ProbeAction, response: ReferenceResponse, bindings: Bindings): Bindings {
  if (action.bind.length === 0) return bindings;
  const bound = new Map(bindings);
  const body = parseJson(response.body);
  for (const binding of action.bind) {
    const value = boundValue(binding, response, body);
    if (typeof value === 'string' || typeof value === 'number') bound.set(binding.name, value);
  }
  return bound;
}

class UnboundSlot extends Error {}

function render(action: ProbeAction, valueOf: (slot: string) => ProbeScalar): ReferenceRequest {
  const whole = /^\{\+(\w+)\}$/.exec(action.pathTemplate)?.[1];
  const path =
    whole === undefined
      ? action.pathTemplate.replaceAll(/\{(\w+)\}/g, (_, slot: string) => encodeURIComponent(String(valueOf(slot))))
      : String(valueOf(whole)).replace(/^https?:\/\/[^/]+/, '');
  const query = action.query.map(([name, value]) => [name, text(value, valueOf)] as const);
  const search = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  const [mediaType, body] = renderBody(action.body, valueOf);
  const headers = action.headers.map(
    ([name, value]) => [name, value.replaceAll(/\{(\w+)\}/g, (_, slot: string) => String(valueOf(slot)))] as const,
  );
  return {
    method: action.method,
    origin: action.origin,
    path: search === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${search}`,
    headers: mediaType === undefined ? headers : [...headers, ['content-type', mediaType]],
    body: new TextEncoder().encode(body),
  };
}

function renderBody(
  body: ProbeBody | undefined,
  valueOf: (slot: string) => ProbeScalar,
): readonly [string | undefined, string] {
  switch (body?.kind) {
    case undefined:
      return [undefined, ''];
    case 'raw':
      return [body.mediaType, body.text];
    case 'json':
      return [body.mediaType ?? 'application/json', JSON.stringify(fill(body.value, valueOf))];
    case 'form':
      return [
        'application/x-www-form-urlencoded',
        body.fields
          .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(text(value, valueOf))}`)
          .join('&'),
      ];
  }
}

function text(value: string | ProbeSlot, valueOf: (slot: string) => ProbeScalar): string {
  return typeof value === 'string' ? value : String(valueOf(value.$slot));
}

function fill(value: ProbeJson, valueOf: (slot: string) => ProbeScalar): JsonValue {
  if (Array.isArray(value)) return value.map((item: ProbeJson) => fill(item, valueOf));
  if (typeof value !== 'object' || value === null) return value as JsonValue;
  if (isProbeSlot(value)) return valueOf(value.$slot);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item as ProbeJson, valueOf)]));
}

function isProbeSlot(value: unknown): value is ProbeSlot {
  return isJsonObject(value) && typeof value['$slot'] === 'string';
}

function boundValue(
  binding: ProbeBinding,
  response: ReferenceResponse,
  body: JsonValue | undefined,
): JsonValue | undefined {
  if ('jsonPath' in binding) return readJsonPath(body, binding.jsonPath);
  if ('header' in binding) return response.headers.find(([name]) => name.toLowerCase() === binding.header)?.[1];
  for (const [name, value] of response.headers) {
    const [cookie, ...rest] = (value.split(';')[0] ?? '').split('=');
    if (name.toLowerCase() === 'set-cookie' && cookie === binding.cookie) return rest.join('=');
  }
  return undefined;
}
