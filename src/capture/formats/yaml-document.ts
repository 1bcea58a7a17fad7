/** YAML cassettes as plain JSON: every scalar stays the text it is, binaries are marked, and libyaml's habits are borne. */
import { parseDocument, type ScalarTag } from 'yaml';
import { isObject, type Json } from '../../model/json.ts';
import { FormatProblem } from './format.ts';
import { indentQuotedContinuations } from './libyaml-quotes.ts';

/** A key no cassette has: a scalar tagged as binary becomes `{ [BINARY_MARK]: base64 }`. */
const BINARY_MARK = '\0binary';

/** A bomb of nested aliases stops here; vcrpy repeats header lists by alias often. */
const MAX_ALIASES = 10_000;

/** @throws FormatProblem where the text is no YAML, also after its quoted scalars were re-indented */
export function parseYaml(text: string): Json {
  const first = tryParse(text);
  if (first.problem === null) return first.value;
  const repaired = indentQuotedContinuations(text);
  if (repaired !== text) {
    const second = tryParse(repaired);
    if (second.problem === null) return second.value;
  }
  throw new FormatProblem(`not YAML: ${first.problem}`);
}

/** The bytes of a marked binary; null for any other value. */
export function bytesOfBinary(value: Json | undefined): Uint8Array | null {
  if (!isObject(value)) return null;
  const encoded = value[BINARY_MARK];
  return typeof encoded === 'string' ? Buffer.from(encoded, 'base64') : null;
}

type Parsed = { readonly problem: null; readonly value: Json } | { readonly problem: string };

function tryParse(text: string): Parsed {
  try {
    const document = parseDocument(text, {
      schema: 'failsafe',
      customTags: [NULL, binaryTag('tag:yaml.org,2002:binary'), binaryTag('!binary')],
      logLevel: 'silent',
      uniqueKeys: false,
      prettyErrors: false,
    });
    const [error] = document.errors;
    if (error !== undefined) return { problem: lineOf(text, error.pos[0], error.message) };
    return { problem: null, value: document.toJS({ maxAliasCount: MAX_ALIASES }) as Json };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Only a plain scalar is null; `"null"` is a text. */
const NULL: ScalarTag = {
  tag: 'tag:yaml.org,2002:null',
  default: true,
  test: /^(?:~|null|Null|NULL|)$/,
  resolve: () => null,
};

function binaryTag(tag: string): ScalarTag {
  return { tag, resolve: (text) => ({ [BINARY_MARK]: text.replace(/\s/g, '') }) };
}

function lineOf(text: string, at: number, message: string): string {
  const line = text.slice(0, at).split('\n').length;
  return `${message} (line ${line})`;
}
