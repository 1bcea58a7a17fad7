/** What a recording still holds that redaction would have replaced: where and of what kind, never the value. */
import { decodeContent } from '../../model/content-coding.ts';
import { headerValue, type HeaderList } from '../../model/http.ts';
import type { Interaction, Session } from '../../model/recording.ts';
import { scrubBody } from './scrub-body.ts';
import { Detector, type SecretKind } from './detector.ts';
import { Edits } from './edits.ts';
import { scrubHeaders } from './header-rules.ts';
import { rootKeyOf, scrubTarget } from './redactor.ts';
import { DEFAULT_RULES, type RedactionRules } from './rules.ts';
import { Scrubber } from './scrubber.ts';
import { scrubInWindows } from './windows/scrub-in-windows.ts';
import { editBySureShape } from './text-rules.ts';

export interface FoundSecret {
  /** `session s1, interaction 3`, or the file's own bytes. */
  readonly where: string;
  /** `request header Authorization`, `response body`, `byte 81920`. */
  readonly place: string;
  readonly kind: SecretKind;
}

export interface SearchedBody {
  readonly size: number;
  readonly parts: () => Iterable<Uint8Array>;
  /** The message that has it. */
  readonly used: {
    readonly session: string;
    readonly seq: number;
    readonly target: string;
    readonly headers: HeaderList;
  } | null;
}

export interface SecretSearch {
  session(session: Session): readonly FoundSecret[];
  /** A body that is too large to be in its session. */
  large(body: SearchedBody): readonly FoundSecret[];
  /** One page of a file, as it lies on the disk. */
  page(bytes: Uint8Array, file: string, offset: number): readonly FoundSecret[];
}

export function searchSecrets(standIns: readonly Uint8Array[], rules: RedactionRules = DEFAULT_RULES): SecretSearch {
  let kinds = new Set<SecretKind>();
  const detector = new Detector(standIns, (kind) => void kinds.add(kind));
  const scrubber = new Scrubber(detector, rules);
  const found: FoundSecret[] = [];
  const look = (where: string, place: string, work: () => void): void => {
    kinds = new Set();
    work();
    for (const kind of kinds) found.push({ where, place, kind });
  };
  const taken = (): readonly FoundSecret[] => found.splice(0);
  const headers = (where: string, side: string, list: HeaderList): void => {
    for (const pair of list) look(where, `${side} header ${pair[0]}`, () => scrubHeaders([pair], scrubber));
  };
  const interaction = (where: string, { request, outcome }: Interaction): void => {
    const rootKey = rootKeyOf(request.target);
    look(where, 'request target', () => scrubTarget(request.target, scrubber));
    headers(where, 'request', request.headers);
    look(where, 'request body', () => scrubBody(request.headers, request.body, rootKey, scrubber));
    if (outcome.kind === 'error') return look(where, 'error', () => scrubber.text(outcome.error.message));
    const { response, trailers } = outcome;
    headers(where, 'response', response.headers);
    headers(where, 'trailer', trailers);
    look(where, 'response body', () => scrubBody(response.headers, response.body, rootKey, scrubber));
  };
  return {
    session: (session) => {
      const where = `session ${session.id}`;
      for (const part of ['id', 'label', 'workflow', 'task'] as const)
        if (session[part] !== null) look(where, part, () => scrubber.text(session[part] ?? ''));
      for (const item of session.interactions) interaction(`${where}, interaction ${item.seq}`, item);
      return taken();
    },
    large: ({ size, parts, used }) => {
      const { session: id, seq, target, headers: list } = used ?? { session: '?', seq: 0, target: '/', headers: [] };
      look(`session ${id}, interaction ${seq}`, `body of ${size} bytes`, () => {
        const windows = scrubInWindows(headerValue(list, 'content-type') ?? '', rootKeyOf(target), scrubber);
        for (const bytes of decodedParts(list, size, parts())) windows.add(bytes);
        windows.end();
      });
      return taken();
    },
    page: (bytes, file, offset) => {
      for (const { text, at } of stringsIn(bytes))
        look(file, `byte ${offset + at}`, () =>
          detector.withGlue(MOST_GLUE, () => editBySureShape(text, new Edits(text), scrubber)),
        );
      return taken();
    },
  };
}

const MOST_CODED = 256 * 1024 * 1024;
const MOST_DECODED = 1024 * 1024 * 1024;

/** What is coded is undone as a whole, where it can be. */
function decodedParts(headers: HeaderList, size: number, parts: Iterable<Uint8Array>): Iterable<Uint8Array> {
  if (headerValue(headers, 'content-encoding') === undefined || size > MOST_CODED) return parts;
  const content = decodeContent(headers, Buffer.concat([...parts]), MOST_DECODED);
  return content.kind === 'content' ? [content.bytes] : [];
}

const SHORTEST = 10;
const MOST_GLUE = 16;

/** Runs of printable characters. What begins or ends with the page may be a piece of something longer. */
function* stringsIn(bytes: Uint8Array): Generator<{ readonly text: string; readonly at: number }> {
  let start = 0;
  for (let at = 0; at <= bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x20 && byte < 0x7f) continue;
    if (at - start >= SHORTEST)
      yield { text: wholeOf(Buffer.from(bytes.subarray(start, at)).toString('latin1'), start, at, bytes), at: start };
    start = at + 1;
  }
}

/** A page that goes on from another one begins with a pointer of four bytes. */
function wholeOf(text: string, start: number, end: number, page: Uint8Array): string {
  const cutHead = start <= 8 ? (/[^\w.%+@-]/.exec(text)?.index ?? text.length) : 0;
  const whole = text.slice(cutHead);
  return end === page.length ? whole.replace(/[\w.%+@-]+$/, '') : whole;
}
