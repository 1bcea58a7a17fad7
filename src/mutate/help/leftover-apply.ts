import { withValueAt, type Json, type JsonObject } from '../../model/json.ts';
import type { OracleStep } from '../../model/oracle.ts';
import type { WorldDraft } from '../../model/world.ts';
import type { EpisodeChange } from '../episode-change.ts';
import type { MutatorContext } from '../mutator-context.ts';
import type { LeftoverSite } from './leftover-sites.ts';
import { loneCreate } from './lone-create.ts';
import { madeRecord } from './made-record.ts';
import { updateSlots } from './update-slots.ts';
import { writeStepOf } from './write-step-of.ts';

/** Puts the leftover there, with the field missing or wrong, and has the oracle put it right instead of making another. */
export function leftoverApply(
  draft: WorldDraft,
  context: MutatorContext,
  site: LeftoverSite,
  minutesAgo: number,
  wrong: Json | undefined,
): EpisodeChange {
  const call = loneCreate(context);
  const made = call === null ? null : madeRecord(draft, context, call, minutesAgo);
  const write = call === null ? null : writeStepOf(context, call);
  const [atom] = context.task.goal;
  const resource = made === null ? null : context.resource(made.resource);
  const update = context.operation(site.update);
  if (made === null || write?.confirm?.c !== 'find' || atom?.kind !== 'new' || resource === null || update === null)
    return {};
  const wanted = write.confirm.where.find(({ path }) => path.join('.') === site.path.join('.'))?.equals;
  if (wanted === undefined) return {};
  draft.add({ p: 'put', entity: { ...made, doc: withValueAt(made.doc, site.path, wrong) as JsonObject } });
  const find: OracleStep = {
    kind: 'find',
    as: 'leftover',
    resource: made.resource,
    operation: write.confirm.operation,
    slots: write.confirm.slots.filter(({ value }) => JSON.stringify(value) !== JSON.stringify(wanted)),
    where: write.confirm.where.filter(({ path }) => path.join('.') !== site.path.join('.')),
  };
  const put: OracleStep = {
    kind: 'write',
    as: 'put_right',
    resource: made.resource,
    operation: site.update,
    slots: updateSlots(context, update, 'leftover', site.slot, wanted),
    confirm: null,
  };
  return {
    goal: atom.fields.map(({ path, match }) => ({
      kind: 'field',
      key: made.key,
      resource: made.resource,
      path,
      match,
    })),
    oracle: [
      { o: 'before-write', operation: site.operation, step: find },
      { o: 'before-write', operation: site.operation, step: put },
      { o: 'skip-write', operation: site.operation },
    ],
  };
}
