/**
 * Replaces secrets and personal data in interactions by stand-ins that depend on the value and the project key only,
 * so that what belongs together stays together: the token a login answered and the one the next request sent, the
 * customer of one week and of the next.
 *
 * Structured data is found by key and shape, and what was found is replaced wherever it recurs. A name that stands in
 * no name-like field anywhere is not found.
 */
import { headerValue, pathOf, withHeader, type HeaderList } from '../../model/http.ts';
import type { Interaction, Outcome, Timing } from '../../model/recording.ts';
import { correctDigests } from './body-digests.ts';
import { scrubBody } from './scrub-body.ts';
import { scrubHeaders } from './header-rules.ts';
import { DEFAULT_RULES, type RedactionRules } from './rules.ts';
import { openValue, sealValue } from './sealed-values.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { ScrubMemo } from './scrub-memo.ts';
import { Scrubber } from './scrubber.ts';
import { standInDigest } from './stand-in-digest.ts';
import { editUrl } from './url-rules.ts';
import { Edits } from './edits.ts';
import { scrubInWindows } from './windows/scrub-in-windows.ts';
import type { WindowScrubber } from './windows/window-scrubber.ts';

export interface Redacted {
  readonly interaction: Interaction;
  /** Values replaced; 0 where the interaction came back as it was. */
  readonly count: number;
}

export interface RedactorOptions {
  readonly key: Uint8Array;
  readonly rules?: RedactionRules;
  /** What {@link Redactor.takeRecognised} gave to a run that did not end well. */
  readonly recognised?: readonly Uint8Array[];
}

export interface Redactor {
  /** Replaces what is secret or personal. The given interaction is not changed; an equal one comes back where nothing was found. */
  interaction(interaction: Interaction): Redacted;
  /** For a body that is too large to be held: to be given to it as it streams, before its interaction. */
  body(headers: HeaderList, target: string): WindowScrubber;
  /** The same rules on loose text: a session's task, a label. */
  text(text: string): string;
  /** True where values were recognised after interactions had passed: those need {@link Redactor.late}. */
  readonly owesLate: boolean;
  /** Replaces values recognised by now in an interaction that passed before; nothing else is touched. */
  late(interaction: Interaction): Redacted;
  lateText(text: string): string;
  /** Values recognised since the last call, encrypted, to be kept until the clean close. */
  takeRecognised(): readonly Uint8Array[];
  /** Digests of the stand-ins made since the last call: what {@link findSecrets} needs to know them again. */
  takeStandIns(): readonly Uint8Array[];
}

export function createRedactor({ key, rules = DEFAULT_RULES, recognised = [] }: RedactorOptions): Redactor {
  let standIns: Uint8Array[] = [];
  const pseudonyms = new Pseudonyms(key, (standIn) => void standIns.push(standInDigest(standIn)));
  const scrubber = new Scrubber(pseudonyms, rules);
  const memo = new ScrubMemo(scrubber);
  for (const sealed of recognised) {
    const value = openValue(key, sealed);
    if (value !== null) scrubber.restore(value);
  }
  let passed = 0;
  let owesLate = recognised.length > 0;
  let sealed: Uint8Array[] = [];
  const collect = (): void => {
    const fresh = scrubber.takeFresh();
    if (fresh.length === 0) return;
    if (passed > 0) owesLate = true;
    sealed.push(...fresh.map((value) => sealValue(key, value)));
  };
  return {
    interaction: (interaction) => {
      const first = scrubInteraction(interaction, scrubber, memo);
      const fresh = scrubber.takeFresh();
      // What the answer told may stand in the request, and below in the same body.
      const whole = fresh.length === 0 ? first : again(first, scrubber, memo);
      if (fresh.length > 0 && passed > 0) owesLate = true;
      sealed.push(...fresh.map((value) => sealValue(key, value)));
      passed++;
      return whole;
    },
    body: (headers, target) => {
      const windows = scrubInWindows(headerValue(headers, 'content-type') ?? '', rootKeyOf(target), scrubber);
      const collected = (ready: readonly Uint8Array[]): readonly Uint8Array[] => {
        passed++;
        collect();
        return ready;
      };
      return { add: (bytes) => collected(windows.add(bytes)), end: () => collected(windows.end()) };
    },
    text: (text) => {
      const scrubbed = scrubber.text(text);
      collect();
      return scrubbed;
    },
    get owesLate() {
      return owesLate;
    },
    late: (interaction) => scrubber.late(() => scrubInteraction(interaction, scrubber, memo)),
    lateText: (text) => scrubber.late(() => scrubber.text(text)),
    takeRecognised: () => {
      const taken = sealed;
      sealed = [];
      return taken;
    },
    takeStandIns: () => {
      const taken = standIns;
      standIns = [];
      return taken;
    },
  };
}

function again(first: Redacted, scrubber: Scrubber, memo: ScrubMemo): Redacted {
  const second = scrubber.late(() => scrubInteraction(first.interaction, scrubber, memo));
  return { interaction: second.interaction, count: first.count + second.count };
}

function scrubInteraction(interaction: Interaction, scrubber: Scrubber, memo: ScrubMemo): Redacted {
  const before = scrubber.count;
  const { request, outcome, timing } = interaction;
  const rootKey = rootKeyOf(request.target);
  const target = scrubTarget(request.target, scrubber);
  const sent = scrubMessage(request, rootKey, scrubber, memo);
  const answered = scrubOutcome(outcome, rootKey, scrubber, memo);
  const problems = [interaction.incomplete, sent.incomplete, answered.incomplete].filter((problem) => problem !== null);
  const changed = target !== request.target || sent.changed || answered.changed;
  if (!changed && sent.message === request && answered.outcome === outcome) return { interaction, count: 0 };
  const next: Interaction = {
    ...interaction,
    request: { ...request, ...sent.message, target },
    outcome: answered.outcome,
    timing: scaleChunks(timing, outcome, answered.outcome),
    incomplete: problems.length === 0 ? null : problems.join('; '),
  };
  // Unchanged parts may be equal ones of before, which a store knows already.
  return { interaction: next, count: changed ? Math.max(1, scrubber.count - before) : 0 };
}

export function scrubTarget(target: string, scrubber: Scrubber): string {
  const edits = new Edits(target);
  editUrl(target, 0, target.length, edits, scrubber);
  scrubber.editText(target, edits);
  return edits.apply();
}

interface Message {
  readonly headers: HeaderList;
  readonly body: Uint8Array;
}

function scrubMessage<T extends Message>(
  message: T,
  rootKey: string,
  scrubber: Scrubber,
  memo: ScrubMemo,
): { readonly message: T; readonly incomplete: string | null; readonly changed: boolean } {
  const headers = memo.headers(message.headers, () => scrubHeaders(message.headers, scrubber));
  const body = memo.body(bodyContext(message.headers, rootKey), message.body, () =>
    scrubBody(message.headers, message.body, rootKey, scrubber),
  );
  const { bytes, incomplete } = body.result;
  if (headers.result === message.headers && bytes === message.body) return { message, incomplete, changed: false };
  return {
    message: {
      ...message,
      headers: body.changed ? fitHeaders(headers.result, message.body, bytes) : headers.result,
      body: bytes,
    },
    incomplete,
    changed: headers.changed || body.changed,
  };
}

function scrubOutcome(
  outcome: Outcome,
  rootKey: string,
  scrubber: Scrubber,
  memo: ScrubMemo,
): { readonly outcome: Outcome; readonly incomplete: string | null; readonly changed: boolean } {
  if (outcome.kind === 'error') {
    const message = scrubber.text(outcome.error.message);
    if (message === outcome.error.message) return { outcome, incomplete: null, changed: false };
    return { outcome: { kind: 'error', error: { ...outcome.error, message } }, incomplete: null, changed: true };
  }
  const { message, incomplete, changed } = scrubMessage(outcome.response, rootKey, scrubber, memo);
  const trailers = scrubHeaders(outcome.trailers, scrubber);
  if (message === outcome.response && trailers === outcome.trailers) return { outcome, incomplete, changed };
  return {
    outcome: { kind: 'response', response: message, trailers },
    incomplete,
    changed: changed || trailers !== outcome.trailers,
  };
}

/** What decides how a body is read. */
function bodyContext(headers: HeaderList, rootKey: string): string {
  let context = rootKey;
  for (const [name, value] of headers)
    if (name.length <= 16 && /^content-(?:type|encoding)$/i.test(name)) context += `\n${name}: ${value}`;
  return context;
}

/** Length and digests tell of the body that is stored. */
function fitHeaders(headers: HeaderList, before: Uint8Array, after: Uint8Array): HeaderList {
  const fitted = correctDigests(headers, before, after);
  return headerValue(fitted, 'content-length') === undefined
    ? fitted
    : withHeader(fitted, 'Content-Length', String(after.length));
}

/** Chunks of a stream in the proportions they came, adding up to the stored length. */
function scaleChunks(timing: Timing, before: Outcome, after: Outcome): Timing {
  if (timing.chunks === null || before.kind === 'error' || after.kind === 'error') return timing;
  const from = before.response.body.length;
  const to = after.response.body.length;
  if (from === to || from === 0) return timing;
  let seen = 0;
  let given = 0;
  const chunks = timing.chunks.map(({ bytes, after: at }) => {
    seen += bytes;
    const upTo = Math.round((seen / from) * to);
    const scaled = { bytes: upTo - given, after: at };
    given = upTo;
    return scaled;
  });
  return { ...timing, chunks };
}

/** What the path says the outermost value is: `/api/v2/users/7.json` => users */
export function rootKeyOf(target: string): string {
  const segments = pathOf(target).split('/');
  for (let at = segments.length - 1; at > 0; at--) {
    const segment = (segments[at] ?? '').replace(/\.\w+$/, '');
    if (/^[a-z][a-z_-]{2,40}$/i.test(segment)) return segment;
  }
  return '';
}
