import type { ProbeAction, ProbeBinding, ProbeBody, ProbeClass, ProbeJson, ProbeSlot, SlotRef } from './probe.ts';

/** What scenarios write down; the rest follows from it. */
export interface ProbeSpec {
  readonly slots?: Readonly<Record<string, SlotRef>>;
  readonly query?: Readonly<Record<string, string | ProbeSlot>>;
  readonly json?: ProbeJson;
  readonly body?: ProbeBody;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bind?: readonly ProbeBinding[];
  /** default true */
  readonly known?: boolean;
  /** key of the entity the call makes, e.g. `/products/{p}` */
  readonly creates?: string;
  /** default: the path up to its last slot */
  readonly entity?: string;
  /** null where the answer is not the whole entity */
  readonly shows?: string | null;
  readonly unseen?: readonly string[];
  readonly origin?: string;
  readonly afterMs?: number;
}

export interface ProbeDefaults {
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly slots?: Readonly<Record<string, SlotRef>>;
  /** where the API puts an entity in an answer */
  readonly shows: string;
  readonly mediaType?: string;
}

export type ProbeDraft = Omit<ProbeAction, 'afterMs'> & { readonly afterMs?: number };

export type DefineProbe = (kind: ProbeClass, target: string, spec?: ProbeSpec) => ProbeDraft;

/** @example const probe = probesOf({...}); yield probe('write', 'PATCH /orders/{o}', { slots: { o }, json: { note: 'x' } }) */
export function probesOf(defaults: ProbeDefaults): DefineProbe {
  return (kind, target, spec = {}) => {
    const [method = 'GET', pathTemplate = '/'] = target.split(' ');
    const slots = { ...defaults.slots, ...spec.slots };
    const entity = spec.creates ?? spec.entity ?? /^.*\{\w+\}/.exec(pathTemplate)?.[0];
    const last = entity?.match(/\{(\w+)\}(?!.*\{)/)?.[1];
    const ref = last === undefined ? undefined : slots[last];
    const isEntityCall = kind === 'write' || kind === 'read-item';
    return {
      class: kind,
      known: spec.known ?? true,
      untouched: spec.creates === undefined && ref !== undefined && (ref.kind === 'handle' || ref.untouched === true),
      method,
      origin: spec.origin ?? defaults.origin,
      pathTemplate,
      slots,
      query: Object.entries(spec.query ?? {}),
      headers: Object.entries({ ...defaults.headers, ...spec.headers }).filter(([, value]) => value !== ''),
      body: spec.body ?? jsonBody(spec.json, defaults.mediaType),
      bind: spec.bind ?? [],
      entity,
      shows:
        isEntityCall && method !== 'DELETE'
          ? spec.shows === null
            ? undefined
            : (spec.shows ?? defaults.shows)
          : undefined,
      unseen: spec.unseen ?? [],
      ...(spec.afterMs === undefined ? {} : { afterMs: spec.afterMs }),
    };
  };
}

function jsonBody(value: ProbeJson | undefined, mediaType: string | undefined): ProbeBody | undefined {
  if (value === undefined) return undefined;
  return mediaType === undefined ? { kind: 'json', value } : { kind: 'json', value, mediaType };
}
