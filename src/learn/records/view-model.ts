/** How a place shows its records: which fields, and which nested copies of other records. */
import type { View } from '../../model/template.ts';
import type { OperationLayout, RecordPlace, ResourceDraft } from '../paths/layout.ts';
import { isObject, valueAt, type Json, type JsonObject } from '../../model/json.ts';
import { spotText } from '../reading/spots.ts';
import { at } from './views.ts';

/** `full`: top-level fields that records of the resource have somewhere. */
export function viewOf(
  layout: OperationLayout,
  place: RecordPlace,
  resource: ResourceDraft,
  full: ReadonlyMap<string, number>,
  answers: readonly Json[],
): View {
  const spot = layout.facts.spots.get(spotText(place.spot));
  const shown = answers.flatMap((answer) => [...at(answer, place.spot)].map(({ doc }) => doc));
  const keys =
    shown.length > 0
      ? [...new Set(shown.flatMap((doc) => Object.keys(doc)))]
      : spot === undefined
        ? []
        : [...spot.keys.keys()];
  const usual = [...full].filter(([, n]) => n >= (shown.length >= 3 ? 0.5 : 0.9)).map(([key]) => key);
  const lacks = keys.length > 0 && usual.some((key) => !keys.includes(key));
  return {
    resource: resource.name,
    fields: lacks ? keys : null,
    moved: [],
    embeds: embedsOf(layout, place, shown),
  };
}

function embedsOf(layout: OperationLayout, place: RecordPlace, shown: readonly JsonObject[]): View['embeds'] {
  return layout.places.flatMap((other) => {
    if (
      other.role !== 'embed' ||
      other.spot.length <= place.spot.length ||
      !place.spot.every((step, index) => other.spot[index] === step)
    )
      return [];
    const inner = other.spot.slice(place.spot.length);
    const many = inner.at(-1) === '*';
    const path = many ? inner.slice(0, -1) : inner;
    if (path.includes('*')) return [];
    if (other.expandable === true && !shown.some((doc) => isObject(valueAt(doc, path)))) return [];
    const spot = layout.facts.spots.get(spotText(other.spot));
    return [
      {
        path,
        resource: other.resource,
        idPath: other.expandable === true ? path : other.idPath,
        many,
        fields: spot === undefined ? null : [...spot.keys.keys()],
      },
    ];
  });
}

/** Share of full documents that have each top-level field, over every place that shows records alone. */
export function fieldShares(operations: Iterable<OperationLayout>, resource: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  let docs = 0;
  const add = (role: RecordPlace['role']): void => {
    for (const layout of operations) {
      for (const place of layout.places) {
        if (place.resource !== resource || place.role !== role) continue;
        const spot = layout.facts.spots.get(spotText(place.spot));
        if (spot === undefined) continue;
        docs += spot.n;
        for (const [key, n] of spot.keys) counts.set(key, (counts.get(key) ?? 0) + n);
      }
    }
  };
  add('record');
  if (docs === 0) add('list');
  return new Map([...counts].map(([key, n]) => [key, n / Math.max(1, docs)]));
}
