/** One recorded call with its bodies decoded: what every learner looks at. */
import { decodeBody, mediaTypeOf, type DecodedBody } from '../../model/body.ts';
import { decodePercent, headerValue, pathOf, queryOf, type HeaderList } from '../../model/http.ts';
import { objectOf, type Json, type JsonObject } from '../../model/json.ts';
import type { Interaction } from '../../model/recording.ts';

export interface Exchange {
  readonly seq: number;
  readonly at: number;
  readonly method: string;
  readonly origin: string;
  readonly path: string;
  /** Percent-decoded path segments. */
  readonly segments: readonly string[];
  /** Repeated parameters become arrays. */
  readonly query: JsonObject;
  readonly headers: HeaderList;
  readonly contentType: string | null;
  readonly form: boolean;
  /** Decoded JSON or form body; undefined where there is none or it is neither. */
  readonly body: Json | undefined;
  /** Set where a body was sent that is neither JSON nor a form. */
  readonly malformed: boolean;
  /** Null where no response came. */
  readonly status: number | null;
  readonly answerHeaders: HeaderList;
  readonly answer: Json | undefined;
  /** Text of the answer where it is text and no JSON. */
  readonly answerText: string | null;
  /** Keys of the answer that hold integers beyond 2^53. */
  readonly bigIntegers: readonly string[];
  readonly latency: number | null;
  readonly answerBytes: Uint8Array;
}

const NOTHING = new Uint8Array(0);

export function exchangeOf(interaction: Interaction): Exchange {
  return new RecordedExchange(interaction);
}

/** Bodies are decoded when first looked at: what a pass does not read costs it nothing. */
class RecordedExchange implements Exchange {
  readonly seq: number;
  readonly at: number;
  readonly method: string;
  readonly origin: string;
  readonly path: string;
  readonly segments: readonly string[];
  readonly status: number | null;
  readonly answerHeaders: HeaderList;
  readonly answerBytes: Uint8Array;
  readonly latency: number | null;
  readonly #interaction: Interaction;
  #query: JsonObject | null = null;
  #request: DecodedBody | null = null;
  #answer: DecodedBody | null = null;

  constructor(interaction: Interaction) {
    const { request, outcome, timing } = interaction;
    const response = outcome.kind === 'response' ? outcome.response : null;
    this.#interaction = interaction;
    this.seq = interaction.seq;
    this.at = timing.requestAt;
    this.method = request.method.toUpperCase();
    this.origin = request.origin;
    this.path = pathOf(request.target);
    this.segments = segmentsOf(this.path);
    this.status = response?.status ?? null;
    this.answerHeaders = response?.headers ?? [];
    this.answerBytes = response?.body ?? NOTHING;
    this.latency = timing.lastByteAfter ?? timing.firstByteAfter;
  }

  get headers(): HeaderList {
    return this.#interaction.request.headers;
  }

  get query(): JsonObject {
    return (this.#query ??= queryObject(this.#interaction.request.target));
  }

  get contentType(): string | null {
    const type = headerValue(this.headers, 'content-type');
    return type === undefined ? null : mediaTypeOf(type);
  }

  get form(): boolean {
    return this.#decodedRequest.kind === 'form';
  }

  get body(): Json | undefined {
    const decoded = this.#decodedRequest;
    return decoded.kind === 'json' || decoded.kind === 'form' ? decoded.value : undefined;
  }

  get malformed(): boolean {
    const { kind } = this.#decodedRequest;
    return kind === 'text' || kind === 'binary' || kind === 'undecodable';
  }

  get answer(): Json | undefined {
    const decoded = this.#decodedAnswer;
    return decoded.kind === 'json' ? decoded.value : undefined;
  }

  get bigIntegers(): readonly string[] {
    const decoded = this.#decodedAnswer;
    return (decoded.kind === 'json' ? decoded.bigIntegers : undefined) ?? [];
  }

  get answerText(): string | null {
    const decoded = this.#decodedAnswer;
    return decoded.kind === 'text' ? decoded.text : null;
  }

  get #decodedRequest(): DecodedBody {
    return (this.#request ??= decodeBody(this.headers, this.#interaction.request.body));
  }

  get #decodedAnswer(): DecodedBody {
    return (this.#answer ??=
      this.#interaction.incomplete === null ? decodeBody(this.answerHeaders, this.answerBytes) : NO_BODY_READ);
  }
}

const NO_BODY_READ: DecodedBody = { kind: 'empty' };

export function segmentsOf(path: string): readonly string[] {
  const trimmed = path.replace(/^\/+/, '');
  return trimmed === '' ? [] : trimmed.split('/').map(decodePercent);
}

function queryObject(target: string): JsonObject {
  const pairs = queryOf(target);
  if (pairs.length === 0) return {};
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const list = values.get(name);
    if (list === undefined) values.set(name, [value]);
    else list.push(value);
  }
  return objectOf([...values].map(([name, list]) => [name, list.length === 1 ? (list[0] ?? '') : list]));
}

export function isSuccessStatus(status: number | null): boolean {
  return status !== null && status >= 200 && status < 400;
}
