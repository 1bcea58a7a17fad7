import { decodeBody } from '../model/body.ts';
import type { AgentTool, ToolResult } from '../model/tools.ts';
import type { WorldAnswer } from '../model/world.ts';

/** Bytes of a body that one result shows; the rest is there for the asking. */
const SHOWN_BYTES = 64 * 1024;
const SHOWN_HEADERS = ['Retry-After', 'Location', 'Link', 'ETag'] as const;

export const CONTINUE_TOOL: AgentTool = {
  name: 'continue_result',
  description: 'Shows the next part of the last result that came back with "truncated": true, as text.',
  parameters: { type: 'object', properties: {}, additionalProperties: false },
};

/** What a tool call shows of an answer, and the text that did not fit. */
export function renderResult(outcome: WorldAnswer['outcome']): {
  readonly result: ToolResult;
  readonly rest: Buffer | null;
} {
  if (outcome.kind === 'error') {
    const { kind, message } = outcome.error;
    return { result: { status: 0, headers: {}, body: { error: kind, message }, truncated: false }, rest: null };
  }
  const { status, headers: all, body } = outcome.response;
  const headers = Object.fromEntries(
    SHOWN_HEADERS.flatMap((shown) => {
      const values = all.filter(([name]) => name.toLowerCase() === shown.toLowerCase()).map(([, value]) => value);
      return values.length === 0 ? [] : [[shown, values.join(', ')]];
    }),
  );
  if (body.length > SHOWN_BYTES) {
    const { text, rest } = cut(Buffer.from(body));
    return { result: { status, headers, body: text, truncated: true }, rest };
  }
  return { result: { status, headers, body: shownBody(all, body), truncated: false }, rest: null };
}

export function renderMore(pending: Buffer): { readonly result: ToolResult; readonly rest: Buffer | null } {
  const { text, rest } = cut(pending);
  return { result: { status: 200, headers: {}, body: text, truncated: rest !== null }, rest };
}

function shownBody(headers: Parameters<typeof decodeBody>[0], body: Uint8Array): ToolResult['body'] {
  const decoded = decodeBody(headers, body);
  switch (decoded.kind) {
    case 'json':
      // Long numbers keep their digits only as text.
      return decoded.exact ? (decoded.value as ToolResult['body']) : Buffer.from(body).toString('utf8');
    case 'form':
      return decoded.value;
    case 'text':
      return decoded.text;
    case 'empty':
      return null;
    case 'binary':
      return `(${body.length} bytes, not text)`;
    case 'undecodable':
      return Buffer.from(body).toString('utf8');
  }
}

/** The first part, never ending inside a character. */
function cut(bytes: Buffer): { readonly text: string; readonly rest: Buffer | null } {
  if (bytes.length <= SHOWN_BYTES) return { text: bytes.toString('utf8'), rest: null };
  let end = SHOWN_BYTES;
  while (end > SHOWN_BYTES - 4 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return { text: bytes.toString('utf8', 0, end), rest: bytes.subarray(end) };
}
