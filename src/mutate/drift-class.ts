import type { Json } from '../model/json.ts';

/** Ways in which an API drifts. */
export const DRIFT_CLASSES = [
  'endpoint-added',
  'endpoint-removed',
  'endpoint-moved',
  'field-added',
  'field-removed',
  'field-renamed',
  'field-moved',
  'type-changed',
  'enum-value-renamed',
  'enum-value-added',
  'enum-value-removed',
  'request-field-renamed',
  'request-field-added',
  'request-field-removed',
  'request-field-required',
  'status-added',
  'status-removed',
  'header-added',
  'header-removed',
  'page-size-changed',
  'latency-changed',
  'rate-changed',
] as const;
export type DriftClass = (typeof DRIFT_CLASSES)[number];
export interface Drift {
  readonly class: DriftClass;
  /** A resource, or an operation without its host: `GET /tickets/{id}`. */
  readonly where: string;
  /** What shows the difference: the operation itself, or the first that shows the resource; null for rates. */
  readonly operation: string | null;
  /** Its path, joined by dots; null where no field is meant. */
  readonly field: string | null;
  /** 0 to 1: (n + 1) / (n + 2) for n sightings on the side that has fewer. A thing not seen twice may be there yet. */
  readonly confidence: number;
  readonly from: Json;
  readonly to: Json;
  /** Mutators that make worlds drift this way: for `mutate --mutators`. */
  readonly mutators: readonly string[];
}

/** Mutators that make worlds drift in a class's way. */
export const DRIFT_MUTATORS: Readonly<Partial<Record<DriftClass, readonly string[]>>> = {
  'endpoint-moved': ['drift/moved-endpoint', 'system/redirected-write'],
  'field-added': ['drift/extra-fields'],
  'field-removed': ['drift/thinner-list', 'data/missing-in-list', 'data/missing-field'],
  'field-renamed': ['drift/renamed-field', 'drift/naming-style', 'drift/renamed-request-field'],
  'field-moved': ['drift/nested-field'],
  'type-changed': ['drift/field-type'],
  'request-field-renamed': ['drift/renamed-request-field'],
  'request-field-added': ['drift/renamed-request-field'],
  'request-field-removed': ['drift/renamed-request-field'],
  'request-field-required': ['drift/required-field', 'workflow/extra-step'],
  'enum-value-renamed': ['drift/renamed-value'],
  'enum-value-added': ['drift/renamed-value'],
  'enum-value-removed': ['drift/renamed-value'],
  'status-added': ['system/unexpected-status'],
  'page-size-changed': ['drift/page-size', 'data/page-cap'],
  'latency-changed': ['latency/*'],
  'rate-changed': ['system/*'],
};
