/** Lists whose word says nothing of what they list, and whose items have no id of their own: a search over all parents is told by its records. */
import { valueAt } from '../../model/json.ts';
import type { OperationFacts } from '../reading/facts.ts';
import { agreementOf, idText, isSame, keyOverlap } from '../records/matching.ts';
import type { Spot } from '../reading/spots.ts';
import type { ResourceDraft } from './layout.ts';
import { asList, lastWord, type Draft } from './path-draft.ts';
import { listSpotOf } from './path-resources.ts';

/** Only once the other lists are laid out: they show most records. */
export function layOutKnownList(draft: Draft, facts: OperationFacts): void {
  const layout = draft.operations.get(facts.id);
  const spot = listSpotOf(facts, lastWord(facts.template.parts), null);
  if (layout === undefined || spot === null || spot.samples.length === 0) return;
  const resource = knownRecordsAt(draft, spot);
  if (resource !== null) asList(draft, layout, resource, spot);
}

function knownRecordsAt(draft: Draft, spot: Spot): ResourceDraft | null {
  for (const resource of draft.resources.values()) {
    if (!spot.samples.every((doc) => idText(valueAt(doc, resource.idPath)) !== null)) continue;
    const agreement = agreementOf(spot.samples, resource.idPath, resource);
    const { jaccard, within } = keyOverlap(spot.keys, resource.keys);
    if (
      (agreement.shared >= Math.max(2, spot.samples.length * 0.5) || (agreement.shared >= 3 && jaccard >= 0.8)) &&
      isSame(agreement) &&
      within >= 0.8
    )
      return resource;
  }
  return null;
}
