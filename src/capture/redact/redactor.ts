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
import { scrubBody } from './body-rules.ts';
import { scrubHeaders } from './header-rules.ts';
import { DEFAULT_RULES, type RedactionRules } from './rules.ts';
import { openValue, sealValue } from './sealed-values.ts';
import { Scrubber } from './scrubber.ts';
import { editUrl } from './url-rules.ts';
import { Edits } from './edits.ts';

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
  /** Replaces what is secret or personal. The given interaction is not changed; the same one comes back where nothing was found. */
  interaction(interaction: Interaction): Redacted;
  /** The same rules on loose text: a session's task, a label. */
  text(text: string): string;
  /** True where values were recognised after interactions had passed: those need {@link Redactor.late}. */
  readonly owesLate: boolean;
  /** Replaces values recognised by now in an interaction that passed before; nothing else is touched. */
  late(interaction: Interaction): Redacted;
  lateText(text: string): string;
  /** Values recognised since the last call, encrypted, to be kept until the clean close. */
  takeRecognised(): readonly Uint8Array[];
}

export function createRedactor({ key, rules = DEFAULT_RULES, recognised = [] }: RedactorOptions): Redactor {
  const scrubber = new Scrubber(key, rules);
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
      const first = scrubInteraction(interaction, scrubber);
      const fresh = scrubber.takeFresh();
      // What the answer told may stand in the request, and below in the same body.
      const whole = fresh.length === 0 ? first : again(first, scrubber);
      if (fresh.length > 0 && passed > 0) owesLate = true;
      sealed.push(...fresh.map((value) => sealValue(key, value)));
      passed++;
      return whole;
    },
    text: (text) => {
      const scrubbed = scrubber.text(text);
      collect();
      return scrubbed;
    },
    get owesLate() {
      return owesLate;
    },
    late: (interaction) => scrubber.late(() => scrubInteraction(interaction, scrubber)),
    lateText: (text) => scrubber.late(() => scrubber.text(text)),
    takeRecognised: () => {
      const taken = sealed;
      sealed = [];
      return taken;
    },
  };
}

function again(first: Redacted, scrubber: Scrubber): Redacted {
  const second = scrubber.late(() => scrubInteraction(first.interaction, scrubber));
  return { interaction: second.interaction, count: first.count + second.count };
}

function scrubInteraction(interaction: Interaction, scrubber: Scrubber): Redacted {
  const before = scrubber.count;
  const { request, outcome, timing } = interaction;
  const rootKey = rootKeyOf(request.target);
  const target = scrubTarget(request.target, scrubber);
  const sent = scrubMessage(request, rootKey, scrubber);
  const answered = scrubOutcome(outcome, rootKey, scrubber);
  const problems = [interaction.incomplete, sent.incomplete, answered.incomplete].filter((problem) => problem !== null);
  const same = target === request.target && sent.message === request && answered.outcome === outcome;
  if (same) return { interaction, count: 0 };
  const next: Interaction = {
    ...interaction,
    request: { ...request, ...sent.message, target },
    outcome: answered.outcome,
    timing: scaleChunks(timing, outcome, answered.outcome),
    incomplete: problems.length === 0 ? null : problems.join('; '),
  };
  return { interaction: next, count: Math.max(1, scrubber.count - before) };
}

function scrubTarget(target: string, scrubber: Scrubber): string {
  const edits = new Edits(target);
  editUrl(target, 0, target.length, edits, scrubber);
  scrubber.editText(target, edits);
  return edits.apply();
}

interface Message {
  readonly headers: HeaderList;
  readonly body: Uint8Array;
}

/** The same message where nothing was replaced. */
function scrubMessage<T extends Message>(
  message: T,
  rootKey: string,
  scrubber: Scrubber,
): { readonly message: T; readonly incomplete: string | null } {
  const headers = scrubHeaders(message.headers, scrubber);
  const { bytes, incomplete } = scrubBody(message.headers, message.body, rootKey, scrubber);
  if (headers === message.headers && bytes === message.body) return { message, incomplete: null };
  return {
    message: {
      ...message,
      headers: bytes === message.body ? headers : fitHeaders(headers, message.body, bytes),
      body: bytes,
    },
    incomplete,
  };
}

function scrubOutcome(
  outcome: Outcome,
  rootKey: string,
  scrubber: Scrubber,
): { readonly outcome: Outcome; readonly incomplete: string | null } {
  if (outcome.kind === 'error') {
    const message = scrubber.text(outcome.error.message);
    return {
      outcome: message === outcome.error.message ? outcome : { kind: 'error', error: { ...outcome.error, message } },
      incomplete: null,
    };
  }
  const { message, incomplete } = scrubMessage(outcome.response, rootKey, scrubber);
  const trailers = scrubHeaders(outcome.trailers, scrubber);
  if (message === outcome.response && trailers === outcome.trailers) return { outcome, incomplete: null };
  return { outcome: { kind: 'response', response: message, trailers }, incomplete };
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
function rootKeyOf(target: string): string {
  const segments = pathOf(target).split('/');
  for (let at = segments.length - 1; at > 0; at--) {
    const segment = (segments[at] ?? '').replace(/\.\w+$/, '');
    if (/^[a-z][a-z_-]{2,40}$/i.test(segment)) return segment;
  }
  return '';
}
