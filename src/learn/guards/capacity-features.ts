/** Guards that hold when what belongs to a record would outgrow a figure of it: seats of a room, places of a course. */
import type { Expr, Ref } from '../../model/expr.ts';
import type { JsonPath } from '../../model/json.ts';
import type { ResourceName } from '../../model/names.ts';
import type { Slot } from '../../model/slot.ts';
import { slotValue } from '../reading/call.ts';
import { nameOf } from '../reading/slot-words.ts';
import { docOf, type Scene } from '../values/scene.ts';
import type { Feature, GuardContext } from './guard-context.ts';

const LIMIT_NAME = /capac|limit|max|seats|places|size|quota|slots|available|total|stock|allowed/i;

export function capacityFeatures(
  refused: readonly Scene[],
  context: GuardContext,
  slots: readonly Slot[],
): readonly Feature[] {
  const { resource } = context;
  const [scene] = refused;
  if (resource === null || scene === undefined) return [];
  const found: Feature[] = [];
  const said = /full|capacity|limit|exceed|no (?:more )?(?:seats|places|room)|sold out|too many/i.test(context.text)
    ? 0.6
    : 0;
  for (const of of context.refs) {
    const owner = resourceOf(of, scene);
    const doc = docOf(scene, of);
    if (owner === null || doc === null) continue;
    const limits = Object.entries(doc).flatMap(([key, value]) =>
      typeof value === 'number' && LIMIT_NAME.test(key) ? [key] : [],
    );
    for (const by of waysTo(resource, owner, scene, context))
      for (const limit of limits) {
        const right: Expr = { k: 'field', of, path: [limit] };
        const over = (fn: 'count' | 'sum', path: JsonPath | null): Expr => ({
          k: 'aggregate',
          fn,
          resource,
          by,
          of,
          path,
          where: [],
        });
        found.push({ guard: { g: 'compare', left: over('count', null), op: '>=', right }, prior: 1.1 + said });
        for (const slot of slots) {
          if (slot.in !== 'body' || slot.path.length > 2) continue;
          if (typeof slotValue(scene.call.exchange, scene.call.params, slot) !== 'number') continue;
          const amount: Expr = { k: 'slot', slot, as: 'number', fallback: null };
          const left: Expr = { k: 'sum', of: [over('sum', [nameOf(slot)]), amount] };
          found.push({ guard: { g: 'compare', left, op: '>', right }, prior: 1.15 + said });
        }
      }
  }
  return found;
}

function resourceOf(of: Ref, { layout }: Scene): ResourceName | null {
  if (of.r === 'parent') return layout.parents[of.index]?.resource ?? null;
  return of.r === 'slot' ? of.resource : null;
}

/** Fields by which records name the owner; none where only paths do. */
function waysTo(resource: ResourceName, owner: ResourceName, scene: Scene, context: GuardContext): readonly JsonPath[] {
  const named = [...(context.references.get(resource) ?? [])].flatMap(([text, target]) =>
    target === owner && !text.includes('*') ? [text.split('\u0000')] : [],
  );
  const parent = scene.world.rules.get(resource)?.parent ?? null;
  if (parent?.resource === owner && parent.field !== null) named.push(parent.field.map(String));
  return named;
}
