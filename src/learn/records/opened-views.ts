import type { Expansion } from '../../model/expansion.ts';
import type { ResourceName } from '../../model/names.ts';
import type { Exchange } from '../reading/exchange.ts';
import { openedBy } from '../reading/expansions.ts';
import type { KeyRules, RecordView } from './views.ts';

/** Share of whole documents that have a field, for it to be one that every whole document shows. */
const USUAL = 0.95;

/** Records that an answer showed in place of their ids, as far as it is known whose they are. */
export function openedViews(
  exchange: Exchange,
  expansions: readonly Expansion[],
  keys: KeyRules,
  shares: ReadonlyMap<ResourceName, ReadonlyMap<string, number>>,
): readonly { readonly view: RecordView; readonly whole: ReadonlySet<string> | null }[] {
  return openedBy(exchange).flatMap(({ field, id, doc }) => {
    const name = expansions.find(({ origin, fields }) => origin === exchange.origin && Object.hasOwn(fields, field))
      ?.fields[field];
    if (name === undefined || keys.get(name)?.scope === 'parent') return [];
    const usual = [...(shares.get(name) ?? [])].filter(([, share]) => share >= USUAL).map(([key]) => key);
    const isWhole = usual.length > 0 && usual.every((key) => Object.hasOwn(doc, key));
    const view: RecordView = {
      key: `${name}/${id}`,
      resource: name,
      id,
      parent: null,
      doc,
      // It stands nowhere in the closed answer.
      at: ['\u0000opened', field, id],
      role: 'related',
    };
    return [{ view, whole: isWhole ? new Set(shares.get(name)?.keys()) : null }];
  });
}
