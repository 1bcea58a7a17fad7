/**
 * The door for mutators, ours and anybody's: `import { defineMutator } from 'offscript/kit'`.
 * Everything a mutator needs is here; it imports nothing else.
 */
export { boolean, constant, constantFrom, integer, nat, record, type Arbitrary } from 'fast-check';
export { definePolicy, type PolicyDefinition } from './reward/define-policy.ts';
export { defineMutator, type MutatorDefinition } from './mutate/define-mutator.ts';
export type { Drift } from './mutate/drift-class.ts';
export { WORLD_ONLY, type EpisodeChange } from './mutate/episode-change.ts';
export type { AnyMutator, Mutator } from './mutate/mutator.ts';
export type { FoundRecord, MutatorContext, OracleCall } from './mutate/mutator-context.ts';

export { addFault } from './mutate/help/add-fault.ts';
export { answerChange } from './mutate/help/answer-change.ts';
export { anyRequestOf } from './mutate/help/any-request-of.ts';
export { bystanders } from './mutate/help/bystanders.ts';
export { callTargets, type CallTarget } from './mutate/help/call-target.ts';
export { confirmableWrites } from './mutate/help/confirmable-writes.ts';
export { confirmedFields } from './mutate/help/confirmed-fields.ts';
export { deferrableWrites } from './mutate/help/deferrable-writes.ts';
export { distinctions, type Distinction } from './mutate/help/distinctions.ts';
export { doLater } from './mutate/help/do-later.ts';
export { fieldNames } from './mutate/help/field-names.ts';
export { freeInputName } from './mutate/help/free-input-name.ts';
export { goalIsSettable } from './mutate/help/goal-is-settable.ts';
export { goalPaths } from './mutate/help/goal-paths.ts';
export { harmTo } from './mutate/help/harm-to.ts';
export { hostileSites, type HostileSite } from './mutate/help/hostile-sites.ts';
export { isEndpoint } from './mutate/help/is-endpoint.ts';
export { knownConditions } from './mutate/help/known-conditions.ts';
export { leftoverApply } from './mutate/help/leftover-apply.ts';
export { leftoverSites, type LeftoverSite } from './mutate/help/leftover-sites.ts';
export { listOnlyFields, type ListOnlyField } from './mutate/help/list-only-fields.ts';
export { listedFirstBy } from './mutate/help/listed-first-by.ts';
export { loneCreate } from './mutate/help/lone-create.ts';
export { lookAlike } from './mutate/help/look-alike.ts';
export { madeRecord } from './mutate/help/made-record.ts';
export { moveTime } from './mutate/help/move-time.ts';
export { namedFields, type NamedField } from './mutate/help/named-fields.ts';
export { namedNumbers } from './mutate/help/named-numbers.ts';
export { neededReads } from './mutate/help/needed-reads.ts';
export { noWriteFootprint } from './mutate/help/no-write-footprint.ts';
export { oneOf } from './mutate/help/one-of.ts';
export { orderInText } from './mutate/help/order-in-text.ts';
export { overlaps } from './mutate/help/overlaps.ts';
export { pathSlots } from './mutate/help/path-slots.ts';
export { plainWords } from './mutate/help/plain-words.ts';
export { preconditionStep } from './mutate/help/precondition-step.ts';
export { preconditions, type Precondition } from './mutate/help/preconditions.ts';
export { readableTexts, type TextPlace } from './mutate/help/readable-texts.ts';
export { recordWords } from './mutate/help/record-words.ts';
export { refusedStates, type RefusedState } from './mutate/help/refused-states.ts';
export { refuseFor } from './mutate/help/refuse-for.ts';
export {
  refusableWrites,
  refusedWriteFootprint,
  refuseForGood,
  type RefusedWrite,
} from './mutate/help/refused-for-good.ts';
export { renamed } from './mutate/help/renamed.ts';
export { repeatableWrites } from './mutate/help/repeatable-writes.ts';
export { replaceableInputs, type ReplaceableInput } from './mutate/help/replaceable-inputs.ts';
export { requestLine } from './mutate/help/request-line.ts';
export { requireBefore } from './mutate/help/require-before.ts';
export { secretLike } from './mutate/help/secret-like.ts';
export { settledCreates, type SettledCreate } from './mutate/help/settled-creates.ts';
export { showsField } from './mutate/help/shows-field.ts';
export { takenByPlace } from './mutate/help/taken-by-place.ts';
export { takenFrom } from './mutate/help/taken-from.ts';
export { timesWords } from './mutate/help/times-words.ts';
export { twinOf } from './mutate/help/twin-of.ts';
export { twinSites, type TwinSite } from './mutate/help/twin-sites.ts';
export { untoldSites, type UntoldSite } from './mutate/help/untold-sites.ts';
export { valueWords } from './mutate/help/value-words.ts';
export { wantedValues } from './mutate/help/wanted-values.ts';
export { withOtherValue } from './mutate/help/with-other-value.ts';
export { withText } from './mutate/help/with-text.ts';
export { withdrawableWrites, type WithdrawableWrite } from './mutate/help/withdrawable-writes.ts';
export { writeStepOf, type WriteStep } from './mutate/help/write-step-of.ts';
export { writtenFields, type WrittenField } from './mutate/help/written-fields.ts';

export { pathOf } from './model/http.ts';
export type { BitePolicy, UserScript } from './model/episode.ts';
export {
  isArray,
  isObject,
  jsonEquals,
  pathText,
  valueAt,
  withValueAt,
  type Json,
  type JsonObject,
  type JsonPath,
} from './model/json.ts';
export type { Entity } from './model/base-state.ts';
export type { LearnedModel } from './model/learned-model.ts';
export type { EntityKey, OperationId, ResourceName } from './model/names.ts';
export type { Operation } from './model/operation.ts';
export type { Resource, ResourceField } from './model/resource.ts';
export type { Slot } from './model/slot.ts';
export type { OraclePatch, OracleStep, Value } from './model/oracle.ts';
export { FAMILIES } from './model/plan.ts';
export type { ReportReason } from './model/report-reason.ts';
export type { GoalAtom, Task } from './model/task.ts';
export type { CheckName } from './model/verdict.ts';
export type { FaultPatch, LatencyModel, RequestMatch, ViewPatch, WorldDraft, WorldPatch } from './model/world.ts';
