import type { AnyMutator } from 'offscript/kit';
import { conflictingRecords } from './data/conflicting-records.ts';
import { contradictingRecords } from './data/contradicting-records.ts';
import { flippedSort } from './data/flipped-sort.ts';
import { ignoredFilter } from './data/ignored-filter.ts';
import { missingField } from './data/missing-field.ts';
import { missingInList } from './data/missing-in-list.ts';
import { missingRecord } from './data/missing-record.ts';
import { pageCap } from './data/page-cap.ts';
import { partialUpdate } from './data/partial-update.ts';
import { truncatedInList } from './data/truncated-in-list.ts';
import { cursorExpires } from './data/cursor-expires.ts';
import { laggingList } from './data/lagging-list.ts';
import { rowsShift } from './data/rows-shift.ts';
import { wrongTotal } from './data/wrong-total.ts';
import { staleRead } from './data/stale-read.ts';
import { colleagueAtWork } from './workflow/colleague-at-work.ts';
import { correctedFact } from './workflow/corrected-fact.ts';
import { droppedStep } from './workflow/dropped-step.ts';
import { duplicatedDelivery } from './workflow/duplicated-delivery.ts';
import { extraStep } from './workflow/extra-step.ts';
import { reorderedSteps } from './workflow/reordered-steps.ts';
import { stepAlreadyDone } from './workflow/step-already-done.ts';
import { withdrawnStep } from './workflow/withdrawn-step.ts';
import { interruptedByAnother } from './workflow/interrupted-by-another.ts';
import { withheldFact } from './workflow/withheld-fact.ts';
import { factsOutOfOrder } from './workflow/facts-out-of-order.ts';
import { correctedOnRequest } from './workflow/corrected-on-request.ts';
import { correctedAfterWrite } from './workflow/corrected-after-write.ts';
import { withdrawnOnRequest } from './workflow/withdrawn-on-request.ts';
import { accessDenied } from './system/access-denied.ts';
import { busyUntilDate } from './system/busy-until-date.ts';
import { connectionReset } from './system/connection-reset.ts';
import { errorAfterEffect } from './system/error-after-effect.ts';
import { gatewayPage } from './system/gateway-page.ts';
import { outage } from './system/outage.ts';
import { rateLimitRetryAfter } from './system/rate-limit-retry-after.ts';
import { rateLimitUnannounced } from './system/rate-limit-unannounced.ts';
import { resetAfterEffect } from './system/reset-after-effect.ts';
import { timeoutAfterEffect } from './system/timeout-after-effect.ts';
import { tokenExpiry } from './system/token-expiry.ts';
import { truncatedAnswer } from './system/truncated-answer.ts';
import { unexpectedStatus } from './system/unexpected-status.ts';
import { errorInSuccess } from './system/error-in-success.ts';
import { failureBetweenWrites } from './system/failure-between-writes.ts';
import { redirectedWrite } from './system/redirected-write.ts';
import { acceptedForLater } from './system/accepted-for-later.ts';
import { jobFailsOnce } from './system/job-fails-once.ts';
import { deadRead } from './system/dead-read.ts';
import { emptyAnswer } from './system/empty-answer.ts';
import { deadToken } from './session/dead-token.ts';
import { exhaustedQuota } from './session/exhausted-quota.ts';
import { halfFinishedJob } from './session/half-finished-job.ts';
import { leftoverCopy } from './session/leftover-copy.ts';
import { leftoverDraft } from './session/leftover-draft.ts';
import { leftoverWrongValue } from './session/leftover-wrong-value.ts';
import { oldTwin } from './session/old-twin.ts';
import { staleLock } from './session/stale-lock.ts';
import { usedKey } from './session/used-key.ts';
import { halfFinishedBulk } from './session/half-finished-bulk.ts';
import { coldStart } from './latency/cold-start.ts';
import { jitter } from './latency/jitter.ts';
import { lateAfterEffect } from './latency/late-after-effect.ts';
import { lateBeforeEffect } from './latency/late-before-effect.ts';
import { lateDelete } from './latency/late-delete.ts';
import { lateRead } from './latency/late-read.ts';
import { slowAnswers } from './latency/slow-answers.ts';
import { slowWithExpiry } from './latency/slow-with-expiry.ts';
import { dribbledBody } from './latency/dribbled-body.ts';
import { slowStartRamp } from './latency/slow-start-ramp.ts';
import { slowTail } from './latency/slow-tail.ts';
import { slowJob } from './latency/slow-job.ts';
import { extraFields } from './drift/extra-fields.ts';
import { fieldType } from './drift/field-type.ts';
import { namingStyle } from './drift/naming-style.ts';
import { nestedField } from './drift/nested-field.ts';
import { pageSize } from './drift/page-size.ts';
import { renamedField } from './drift/renamed-field.ts';
import { renamedRequestField } from './drift/renamed-request-field.ts';
import { thinnerList } from './drift/thinner-list.ts';
import { renamedValue } from './drift/renamed-value.ts';
import { idAsText } from './drift/id-as-text.ts';
import { movedEndpoint } from './drift/moved-endpoint.ts';
import { requiredField } from './drift/required-field.ts';
import { otherUnit } from './drift/other-unit.ts';
import { destructiveShortcut } from './adversarial/destructive-shortcut.ts';
import { forgedError } from './adversarial/forged-error.ts';
import { heavyMarkup } from './adversarial/heavy-markup.ts';
import { injectedInstruction } from './adversarial/injected-instruction.ts';
import { lookAlikeRecord } from './adversarial/look-alike-record.ts';
import { mixedRequest } from './adversarial/mixed-request.ts';
import { secretBait } from './adversarial/secret-bait.ts';
import { unrelatedRepair } from './adversarial/unrelated-repair.ts';
import { fakeTurn } from './adversarial/fake-turn.ts';
import { hiddenInMarkup } from './adversarial/hidden-in-markup.ts';
import { falseAuthority } from './adversarial/false-authority.ts';
import { urgentPlea } from './adversarial/urgent-plea.ts';
import { foreignNextLink } from './adversarial/foreign-next-link.ts';
import { sharedQuota } from './adversarial/shared-quota.ts';

/** Every mutator, by family. A test holds it to the folders. */
export const CATALOGUE: readonly AnyMutator[] = [
  conflictingRecords,
  contradictingRecords,
  flippedSort,
  ignoredFilter,
  missingField,
  missingInList,
  missingRecord,
  pageCap,
  partialUpdate,
  truncatedInList,
  cursorExpires,
  laggingList,
  rowsShift,
  wrongTotal,
  staleRead,
  colleagueAtWork,
  correctedFact,
  droppedStep,
  duplicatedDelivery,
  extraStep,
  reorderedSteps,
  stepAlreadyDone,
  withdrawnStep,
  interruptedByAnother,
  withheldFact,
  factsOutOfOrder,
  correctedOnRequest,
  correctedAfterWrite,
  withdrawnOnRequest,
  accessDenied,
  busyUntilDate,
  connectionReset,
  errorAfterEffect,
  gatewayPage,
  outage,
  rateLimitRetryAfter,
  rateLimitUnannounced,
  resetAfterEffect,
  timeoutAfterEffect,
  tokenExpiry,
  truncatedAnswer,
  unexpectedStatus,
  errorInSuccess,
  failureBetweenWrites,
  redirectedWrite,
  acceptedForLater,
  jobFailsOnce,
  deadRead,
  emptyAnswer,
  deadToken,
  exhaustedQuota,
  halfFinishedJob,
  leftoverCopy,
  leftoverDraft,
  leftoverWrongValue,
  oldTwin,
  staleLock,
  usedKey,
  halfFinishedBulk,
  coldStart,
  jitter,
  lateAfterEffect,
  lateBeforeEffect,
  lateDelete,
  lateRead,
  slowAnswers,
  slowWithExpiry,
  dribbledBody,
  slowStartRamp,
  slowTail,
  slowJob,
  extraFields,
  fieldType,
  namingStyle,
  nestedField,
  pageSize,
  renamedField,
  renamedRequestField,
  thinnerList,
  renamedValue,
  idAsText,
  movedEndpoint,
  requiredField,
  otherUnit,
  destructiveShortcut,
  forgedError,
  heavyMarkup,
  injectedInstruction,
  lookAlikeRecord,
  mixedRequest,
  secretBait,
  unrelatedRepair,
  fakeTurn,
  hiddenInMarkup,
  falseAuthority,
  urgentPlea,
  foreignNextLink,
  sharedQuota,
];
