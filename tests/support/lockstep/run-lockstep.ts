/**
 * Lockstep differential fuzzing: a reference API and its twin are driven by the same client, each with the ids its own
 * answers gave, on one virtual clock; every pair of answers is compared.
 */
import { AnswerShapes } from '../../../src/fidelity/answer-shapes.ts';
import { bindAnswer, entityKey, renderProbe } from '../reference-apis/probe.ts';
import type { Bindings, ProbeAction } from '../reference-apis/probe.ts';
import type { RecordedInteraction } from '../reference-apis/record-sessions.ts';
import type {
  ReferenceApi,
  ReferenceInstance,
  ReferenceRequest,
  ReferenceResponse,
} from '../reference-apis/reference-api.ts';
import { CoherenceWatch } from './coherence.ts';
import { compareAnswers } from './compare-answers.ts';
import type { FieldKind, FieldMatch } from './compare-answers.ts';
import { IdPairs } from './id-pairs.ts';
import { FIELD_KINDS, isWhole } from './tally.ts';
import type { CallResult } from './tally.ts';
import type { Twin, TwinAnswer } from './twin.ts';

export interface LockstepRun {
  readonly api: ReferenceApi;
  /** what the twin was learned from */
  readonly recorded: readonly RecordedInteraction[];
  readonly reference: ReferenceInstance;
  readonly twin: Twin;
  readonly startAt: number;
  readonly probes: number;
  readonly seed: number;
}

/** One mismatch, told so that a person can see what went wrong. */
export interface Mismatch {
  readonly class: string;
  readonly operation: string;
  /** mismatches of one kind share it */
  readonly signature: string;
  readonly note: string;
  readonly request: ReferenceRequest;
  readonly theirs: ReferenceResponse;
  readonly ours: ReferenceResponse | undefined;
}

export interface Transition {
  readonly operation: string;
  right: boolean;
}

export interface LockstepOutcome {
  readonly results: readonly CallResult[];
  readonly mismatches: readonly Mismatch[];
  readonly transitions: readonly Transition[];
  readonly coherence: CoherenceWatch;
  readonly milliseconds: number;
}

const NO_OPERATION = 'no operation';
const READS_AFTER_WRITE = 6;
const NO_FIELDS = Object.fromEntries(FIELD_KINDS.map((kind) => [kind, { right: 0, all: 0 }])) as CallResult['fields'];

export function runLockstep({ api, recorded, reference, twin, startAt, probes, seed }: LockstepRun): LockstepOutcome {
  const ids = new IdPairs(
    api,
    recorded.map(({ response }) => response),
  );
  const shapes = new AnswerShapes();
  for (const { request, response } of recorded) shapes.add(api.operationOf(request) ?? NO_OPERATION, response);
  const source = api.probes(seed);
  const coherence = new CoherenceWatch(api);
  const results: CallResult[] = [];
  const mismatches: Mismatch[] = [];
  const transitions: Transition[] = [];
  let theirs: Bindings = new Map();
  let ours: Bindings = new Map();
  let at = startAt;
  let milliseconds = 0;
  let open: { readonly transition: Transition; readonly key: string | undefined; readsLeft: number } | undefined;

  for (let count = 0; count < probes; count++) {
    const action = source.next({ bindings: theirs });
    const request = renderProbe(action, theirs);
    if (request === undefined) throw new Error(`${api.name}: an unbound handle in ${JSON.stringify(action)}`);
    at += action.afterMs;
    const expected = reference.handle(request, at);
    const before = ours;
    const key = entityKey(action, theirs);
    theirs = bindAnswer(action, expected, theirs);
    const operation = api.operationOf(request) ?? NO_OPERATION;
    const name = action.class === 'error' ? `error:${action.known ? 'known' : 'rare'}` : action.class;
    const own = renderProbe(action, ours);
    let answer: TwinAnswer | undefined;
    if (own !== undefined) {
      const began = performance.now();
      answer = twin.handle(own, at);
      milliseconds += performance.now() - began;
      ours = bindAnswer(action, answer.response, ours);
      ids.bind(theirs, ours);
      const refused = api.errorOf(expected) !== undefined;
      coherence.see({ action, request: own, answer, before, after: ours, refused });
    }
    const { result, mismatch } = judge(name, operation, action, request, expected, answer);
    results.push(result);
    if (mismatch !== undefined) mismatches.push(mismatch);
    shapes.add(operation, expected);
    if (action.class === 'write') {
      const transition: Transition = { operation, right: isWhole(result) };
      transitions.push(transition);
      open = { transition, key: key ?? entityKey(action, theirs), readsLeft: READS_AFTER_WRITE };
    } else if (open !== undefined && action.class !== 'error' && action.class !== 'auth' && open.readsLeft-- > 0) {
      const isAbout = action.class !== 'read-item' || key === open.key;
      if (isAbout && !isWhole(result)) open.transition.right = false;
    }
  }
  coherence.crawl(twin, at);
  return { results, mismatches, transitions, coherence, milliseconds };

  function judge(
    name: string,
    operation: string,
    action: ProbeAction,
    request: ReferenceRequest,
    expected: ReferenceResponse,
    answer: TwinAnswer | undefined,
  ): { readonly result: CallResult; readonly mismatch: Mismatch | undefined } {
    const base = { class: name, operation };
    const told = { ...base, request, theirs: expected, ours: answer?.response, note: answer?.note ?? '' };
    if (answer === undefined) {
      const result = {
        ...base,
        cascade: true,
        status: false,
        shape: false,
        branch: false,
        fields: NO_FIELDS,
        noAnswer: false,
        unverified: false,
      };
      return { result, mismatch: { ...told, signature: 'cannot be asked: an earlier answer lacked an id' } };
    }
    const { response, noAnswer, unverified } = answer;
    const status = response.status === expected.status;
    const difference = status ? shapes.difference(operation, expected, response) : null;
    const matches = compareAnswers(api, action, request, expected, response, ids);
    const result: CallResult = {
      ...base,
      cascade: false,
      status,
      shape: status && difference === null,
      branch: api.errorOf(expected) === api.errorOf(response),
      fields: status ? countFields(matches) : nothingRight(matches),
      noAnswer,
      unverified,
    };
    const signature = signatureOf(result, difference, expected, response, matches, noAnswer);
    return { result, mismatch: signature === null ? undefined : { ...told, signature } };
  }
}

function countFields(matches: readonly FieldMatch[]): CallResult['fields'] {
  const counts = Object.fromEntries(FIELD_KINDS.map((kind) => [kind, { right: 0, all: 0 }])) as Record<
    FieldKind,
    { right: number; all: number }
  >;
  for (const { kind, right } of matches) {
    counts[kind].all += 1;
    if (right) counts[kind].right += 1;
  }
  return counts;
}

function nothingRight(matches: readonly FieldMatch[]): CallResult['fields'] {
  return countFields(matches.map((match) => ({ ...match, right: false })));
}

function signatureOf(
  result: CallResult,
  difference: string | null,
  expected: ReferenceResponse,
  found: ReferenceResponse,
  matches: readonly FieldMatch[],
  noAnswer: boolean,
): string | null {
  if (noAnswer) return `no answer, expected ${expected.status}`;
  if (!result.status) return `status ${found.status}, expected ${expected.status}`;
  if (difference !== null) return `shape: ${difference}`;
  const isErrorCall = result.class.startsWith('error');
  if (isErrorCall) return result.branch ? null : 'another error of the same status and shape';
  const wrong = matches.filter(({ right }) => !right);
  const places = [...new Set(wrong.map(({ kind, place }) => `${kind} ${place}`))].sort();
  if (places.length === 0) return null;
  return places.length > 6 ? `${places.slice(0, 6).join(', ')} and ${places.length - 6} more` : places.join(', ');
}
