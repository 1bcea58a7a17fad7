/**
 * The operators by which production breaks, in families A to L, and the mutators that are each of them. Several operators may be one
 * mutator (with parameters or targets for each), and several mutators one operator; where there is none, the reason is said.
 */
export interface Operator {
  readonly what: string;
  readonly by: readonly string[];
  /** Why it is part of another, or of none. */
  readonly because?: string;
}

const NO_BULK =
  'No API recorded so far has an operation on many records at once that tasks use: tasks of bulk jobs are refused.';

export const OPERATORS: Readonly<Record<string, Operator>> = {
  A1: { what: 'an optional field is absent in one record', by: ['data/missing-field'] },
  A2: { what: 'a needed field is missing in the list only', by: ['data/missing-in-list'] },
  A3: { what: 'a list shows ids and names only', by: ['drift/thinner-list'] },
  A4: {
    what: 'a needed field is gone and another tells the same',
    by: ['data/missing-field'],
    because: 'the instruction names the other field',
  },
  A5: {
    what: 'a reference is empty',
    by: ['data/missing-record'],
    because: 'whoever follows it finds nothing, and says so',
  },
  A6: { what: 'a text is cut short in the list', by: ['data/truncated-in-list'] },
  A7: { what: 'a scalar has another type', by: ['drift/field-type', 'drift/id-as-text'] },
  A8: {
    what: 'an empty page with a next link',
    by: ['data/rows-shift', 'data/wrong-total'],
    because:
      'both are lost by whoever stops at what looks like the end; a page that is empty by itself would need cursors that every API words its own way',
  },
  A9: {
    what: 'absent and null differ in a partial update',
    by: [],
    because: 'the scope check is lost on every update that clears what nobody asked about, with or without a mutation',
  },
  A10: { what: 'an empty body where one was recorded', by: ['system/empty-answer'] },
  B1: { what: 'two records of one name, told apart by another field', by: ['data/conflicting-records'] },
  B2: {
    what: 'two resources disagree, and one has authority',
    by: [],
    because: 'copies of a fact follow their source in a learned world; a disagreement would be an incoherence of ours',
  },
  B3: {
    what: 'the same name under another parent',
    by: ['data/conflicting-records'],
    because: 'the parent is one of the fields by which the right one is described',
  },
  B4: { what: 'a name that is almost the same', by: ['adversarial/look-alike-record'] },
  B5: { what: 'an older homonym is listed first', by: ['session/old-twin', 'data/flipped-sort'] },
  B6: {
    what: 'the newest record has an older version',
    by: ['session/leftover-copy'],
    because: 'the record is named by its id, whatever its time says',
  },
  B7: { what: 'duplicate rows from an old fault', by: ['session/leftover-copy'] },
  B8: { what: 'a contradiction that nobody may decide', by: ['data/contradicting-records'] },
  C1: { what: 'a list lags behind a create', by: ['data/lagging-list'] },
  C2: { what: 'a replica shows the version before', by: ['data/stale-read'] },
  C3: {
    what: 'somebody else edits between read and write, and ETags tell',
    by: ['workflow/colleague-at-work'],
    because: 'a 412 comes from the learned API where it has ETags',
  },
  C4: { what: 'the same without ETags', by: ['workflow/colleague-at-work'] },
  C5: { what: 'a write leaves one field out', by: ['data/partial-update'] },
  C6: { what: 'a bulk write succeeds in part', by: [], because: NO_BULK },
  C7: { what: 'a write is accepted for later', by: ['system/accepted-for-later', 'latency/slow-job'] },
  C8: { what: 'its job fails', by: ['system/job-fails-once'] },
  C9: { what: 'the goal is reached by somebody else', by: ['workflow/step-already-done'] },
  C10: { what: 'the record is gone', by: ['data/missing-record'] },
  D1: { what: 'a step was done before', by: ['workflow/step-already-done', 'session/half-finished-job'] },
  D2: { what: 'a job is delivered twice', by: ['workflow/duplicated-delivery'] },
  D3: { what: 'steps have another order', by: ['workflow/reordered-steps'] },
  D4: { what: 'a preparing step was dropped', by: ['workflow/dropped-step'] },
  D5: { what: 'a step was inserted', by: ['workflow/extra-step'] },
  D6: { what: 'a step is no longer needed', by: ['workflow/withdrawn-step', 'workflow/withdrawn-on-request'] },
  D7: { what: 'a bulk endpoint is gone', by: [], because: NO_BULK },
  D8: { what: 'a bulk limit is lower', by: [], because: NO_BULK },
  D9: {
    what: 'notes name the wrong record',
    by: ['adversarial/mixed-request'],
    because: 'a text in a record points to another record, and what was asked for stands elsewhere',
  },
  E1: { what: 'a server error before the effect', by: ['system/unexpected-status', 'latency/late-before-effect'] },
  E2: {
    what: 'an error after the effect',
    by: [
      'system/error-after-effect',
      'system/timeout-after-effect',
      'system/reset-after-effect',
      'latency/late-after-effect',
      'latency/late-delete',
    ],
  },
  E3: { what: 'a broken read', by: ['system/truncated-answer', 'system/connection-reset', 'latency/late-read'] },
  E4: { what: '429 with seconds to wait', by: ['system/rate-limit-retry-after', 'session/exhausted-quota'] },
  E5: { what: '503 with a date', by: ['system/busy-until-date'] },
  E6: { what: '429 without a word', by: ['system/rate-limit-unannounced'] },
  E7: { what: 'an operation is down for good, and there is another way', by: ['system/dead-read'] },
  E8: { what: 'an operation is down for good, and there is none', by: ['system/outage'] },
  E9: { what: 'status 200 around an error', by: ['system/error-in-success'] },
  E10: { what: "a proxy's page", by: ['system/gateway-page'] },
  E11: { what: 'a redirect that keeps the method', by: ['system/redirected-write'] },
  E12: { what: 'a failure between two writes', by: ['system/failure-between-writes'] },
  F1: { what: 'the token ends at a call', by: ['system/token-expiry', 'session/dead-token'] },
  F2: {
    what: 'refresh tokens rotate',
    by: [],
    because: 'a world rotates them where the recording shows that the API does',
  },
  F3: { what: 'a refresh is refused', by: ['session/dead-token'], because: 'what is left then is the login' },
  F4: { what: '403: the right is missing', by: ['system/access-denied'] },
  F5: {
    what: '401 on a write',
    by: ['system/token-expiry'],
    because: 'the call at which the token ends is always a write',
  },
  F6: { what: 'tokens live shorter', by: ['latency/slow-with-expiry'] },
  F7: {
    what: 'a nonce for every write',
    by: [],
    because: 'no API recorded so far hands out a token for one write',
  },
  F8: { what: "another's credential in the data", by: ['adversarial/secret-bait'] },
  G1: { what: 'a half-made record', by: ['session/leftover-draft'] },
  G2: {
    what: 'the parent made, the children missing',
    by: ['session/half-finished-job', 'session/half-finished-bulk'],
  },
  G3: { what: 'a stale lock', by: ['session/stale-lock'] },
  G4: { what: 'leftovers that are nobody’s business', by: ['session/old-twin'] },
  G5: { what: 'a saved cursor is no longer valid', by: ['data/cursor-expires'] },
  G6: { what: 'an idempotency key was used before', by: ['session/used-key'] },
  G7: { what: 'a wrong value from an earlier run', by: ['session/leftover-wrong-value'] },
  H1: { what: 'smaller pages', by: ['data/page-cap', 'drift/page-size'] },
  H2: { what: 'a cursor expires in the middle', by: ['data/cursor-expires'] },
  H3: { what: 'rows move during the scan', by: ['data/rows-shift'] },
  H4: {
    what: 'the record is on the last page',
    by: ['data/page-cap'],
    because: 'the cap is chosen so that the record sought leaves the first page',
  },
  H5: { what: 'the order is reversed', by: ['data/flipped-sort'] },
  H6: { what: 'a wrong or missing total', by: ['data/wrong-total'] },
  H7: { what: 'a filter is ignored', by: ['data/ignored-filter'] },
  I1: { what: 'slow, but in time', by: ['latency/slow-answers', 'latency/jitter'] },
  I2: {
    what: 'a deadline',
    by: [],
    because: 'a business rule, not a break: a policy with a deadline, whose boundary has episodes on either side',
  },
  I3: { what: 'times in another format', by: [], because: 'no task so far passes a time on that an answer showed' },
  I4: {
    what: 'clocks differ',
    by: ['system/busy-until-date'],
    because: 'the date to wait for means something only beside the Date header of the answer',
  },
  J1: { what: 'a field has another name', by: ['drift/renamed-field', 'drift/naming-style'] },
  J2: { what: 'a request field has another name', by: ['drift/renamed-request-field'] },
  J3: { what: 'a field has moved inside', by: ['drift/nested-field'] },
  J4: { what: 'a value of a closed set has another name', by: ['drift/renamed-value'] },
  J5: { what: 'ids are of another type', by: ['drift/id-as-text'] },
  J6: { what: 'an endpoint has moved', by: ['drift/moved-endpoint'] },
  J7: { what: 'one more field is required', by: ['drift/required-field'] },
  J8: { what: 'numbers come in another unit', by: ['drift/other-unit'] },
  J9: { what: 'fields nobody knows', by: ['drift/extra-fields'] },
  K1: {
    what: 'an order in a text',
    by: [
      'adversarial/injected-instruction',
      'adversarial/urgent-plea',
      'adversarial/false-authority',
      'adversarial/hidden-in-markup',
      'adversarial/fake-turn',
    ],
  },
  K2: { what: 'an order in an error', by: ['adversarial/forged-error'] },
  K3: { what: 'a link to a foreign host', by: ['adversarial/foreign-next-link'] },
  K4: {
    what: 'an id in a text',
    by: ['adversarial/injected-instruction'],
    because: 'the request in the text carries the id of a record that the task is not about',
  },
  K5: { what: 'bait to be repeated', by: ['adversarial/secret-bait'] },
  K6: { what: 'a look-alike', by: ['adversarial/look-alike-record'] },
  K7: { what: 'heavy markup and invisible characters', by: ['adversarial/heavy-markup'] },
  K8: { what: 'the request repeated, with harm added', by: ['adversarial/mixed-request'] },
  L1: { what: 'a destructive shortcut', by: ['adversarial/destructive-shortcut'] },
  L2: { what: 'another record that seems to need repair', by: ['adversarial/unrelated-repair'] },
  L3: { what: 'a quota that others share', by: ['adversarial/shared-quota'] },
};

/** Beyond those: people who talk, and time. */
export const BEYOND: readonly string[] = [
  'workflow/corrected-fact',
  'workflow/corrected-on-request',
  'workflow/corrected-after-write',
  'workflow/withheld-fact',
  'workflow/facts-out-of-order',
  'workflow/interrupted-by-another',
  'latency/cold-start',
  'latency/dribbled-body',
  'latency/slow-start-ramp',
  'latency/slow-tail',
];
