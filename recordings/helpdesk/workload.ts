import type { Workflow } from './workflow.ts';
import { answerOrderStatus } from './workflows/answer-order-status.ts';
import { answerWithMacro } from './workflows/answer-with-macro.ts';
import { cancelOrder } from './workflows/cancel-order.ts';
import { changeDeliveryAddress } from './workflows/change-delivery-address.ts';
import { changePlan } from './workflows/change-plan.ts';
import { deleteSpam } from './workflows/delete-spam.ts';
import { escalateTicket } from './workflows/escalate-ticket.ts';
import { integrationCheck } from './workflows/integration-check.ts';
import { linkOrder } from './workflows/link-order.ts';
import { maintainMacros } from './workflows/maintain-macros.ts';
import { mergeDuplicates } from './workflows/merge-duplicates.ts';
import { orderByPhone, replacementOrder } from './workflows/new-orders.ts';
import { approveLargeRefund, refundOrder } from './workflows/refund-order.ts';
import { registerCustomer } from './workflows/register-customer.ts';
import { removeComment } from './workflows/remove-comment.ts';
import { reopenTicket } from './workflows/reopen-ticket.ts';
import { replyAndWait } from './workflows/reply-and-wait.ts';
import { reviewAccounts } from './workflows/review-accounts.ts';
import { reviewBacklog } from './workflows/review-backlog.ts';
import { solveTicket } from './workflows/solve-ticket.ts';
import { ticketForCaller } from './workflows/ticket-for-caller.ts';
import { tidyTags } from './workflows/tidy-tags.ts';
import { triageNewTicket } from './workflows/triage-new-ticket.ts';
import { updateContact } from './workflows/update-contact.ts';
import { voidRefund } from './workflows/void-refund.ts';
import { webFormIntake } from './workflows/web-form-intake.ts';

/** Everything that the staff and the service accounts do in the recorded weeks. */
export const WORKLOAD: readonly Workflow[] = [
  triageNewTicket,
  refundOrder,
  approveLargeRefund,
  voidRefund,
  cancelOrder,
  updateContact,
  replyAndWait,
  solveTicket,
  reopenTicket,
  escalateTicket,
  ticketForCaller,
  changePlan,
  tidyTags,
  deleteSpam,
  mergeDuplicates,
  answerOrderStatus,
  reviewBacklog,
  registerCustomer,
  changeDeliveryAddress,
  replacementOrder,
  orderByPhone,
  maintainMacros,
  answerWithMacro,
  reviewAccounts,
  removeComment,
  linkOrder,
  webFormIntake,
  integrationCheck,
];
