import type { EntityKey, OperationId } from '../../model/names.ts';
import type { MutatorContext } from '../mutator-context.ts';
import { bystanders } from './bystanders.ts';
import { harmTo } from './harm-to.ts';
import { readableTexts, type TextPlace } from './readable-texts.ts';

/** A text that the oracle reads, and a request in it that would do damage to a record the task is not about. */
export type HostileSite = TextPlace & {
  readonly victim: EntityKey;
  readonly operation: OperationId;
  /** The request as it stands in the text. */
  readonly line: string;
};

const MOST = 12;

export function hostileSites(context: MutatorContext): readonly HostileSite[] {
  const sites: HostileSite[] = [];
  const targets = [...new Set(context.found.map(({ key }) => key))].flatMap((key) => bystanders(context, key));
  for (const place of readableTexts(context)) {
    for (const victim of targets) {
      const harm = victim.key === place.key ? null : harmTo(context, victim.key);
      if (harm !== null) sites.push({ ...place, victim: victim.key, operation: harm.operation.id, line: harm.line });
      if (sites.length >= MOST) return sites;
    }
  }
  return sites;
}
