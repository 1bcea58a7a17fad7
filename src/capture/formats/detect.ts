/** Which format a file is, told from its content; the extension decides nothing. */
import type { Json } from '../../model/json.ts';
import { parseJsonText } from '../../model/body.ts';
import { betamax } from './betamax.ts';
import { FormatProblem, type Format, type FormatId, type ParsedFile } from './format.ts';
import { goVcr } from './go-vcr.ts';
import { har } from './har.ts';
import { hoverfly } from './hoverfly.ts';
import { nock } from './nock.ts';
import { postman } from './postman.ts';
import { vcr } from './vcr.ts';
import { wiremock } from './wiremock.ts';
import { parseYaml } from './yaml-document.ts';

/** In the order of asking: the first whose structure fits. */
export const FORMATS: readonly Format[] = [har, betamax, goVcr, vcr, nock, wiremock, hoverfly, postman];

/** @throws FormatProblem where the bytes are no recorded traffic in `wanted`, or in any known format for `auto` */
export function parseTraffic(bytes: Uint8Array, wanted: FormatId | 'auto'): ParsedFile & { readonly format: FormatId } {
  const document = readDocument(bytes);
  const format =
    wanted === 'auto'
      ? FORMATS.find((candidate) => candidate.matches(document))
      : FORMATS.find(({ id }) => id === wanted);
  if (format === undefined)
    throw new FormatProblem(
      'no recorded traffic in a known format (har, nock, vcr, betamax, go-vcr, wiremock, hoverfly, postman)',
    );
  return { format: format.id, ...format.parse(document, wanted !== 'auto') };
}

const MAX_FILE_DEPTH = 2_000;

function readDocument(bytes: Uint8Array): Json {
  if (bytes.length === 0) throw new FormatProblem('the file is empty');
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  const first = /[^\s\uFEFF]/.exec(text)?.[0];
  if (first === undefined) throw new FormatProblem('the file is empty');
  if (text.includes('\0')) throw new FormatProblem('the file is no text');
  if (first !== '{' && first !== '[') return parseYaml(text);
  const parsed = parseJsonText(text, MAX_FILE_DEPTH);
  if (parsed.kind === 'json') return parsed.value;
  if (parsed.kind === 'undecodable') throw new FormatProblem(parsed.reason);
  throw new FormatProblem(`not JSON${jsonProblem(text)}`);
}

/** Where it breaks, without the piece of content that the parser quotes. */
function jsonProblem(text: string): string {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return '';
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    return `: ${/end of JSON|Unterminated/.test(message) ? 'it is cut off' : (/position \d+/.exec(message)?.[0] ?? 'it breaks')}`;
  }
}
