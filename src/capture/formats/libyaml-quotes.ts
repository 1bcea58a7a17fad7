/**
 * libyaml, which writes go-vcr's and Ruby VCR's files, lets a quoted scalar continue at its key's own indent or left of it.
 * YAML does not. Leading blanks of a continuation line mean nothing, so that adding some changes no value.
 *
 * @example
 *     body: 'one            body: 'one
 *     two'           =>       two'
 */
export function indentQuotedContinuations(text: string): string {
  const lines = text.split('\n');
  let open: { readonly quote: string; readonly column: number } | null = null;
  let block: number | null = null;
  for (const [index, line] of lines.entries()) {
    const content = line.trimStart();
    if (open !== null) {
      const short = open.column + 1 - (line.length - content.length);
      if (short > 0 && content !== '') lines[index] = ' '.repeat(short) + line;
      if (closesAt(content, open.quote) >= 0) open = null;
      continue;
    }
    if (content === '') continue;
    const indent = line.length - content.length;
    if (block !== null && indent > block) continue;
    block = null;
    const node = nodeAt(line);
    if (node.quote !== null && closesAt(line.slice(node.valueAt + 1), node.quote) < 0)
      open = { quote: node.quote, column: node.column };
    else if (/^[|>][+-]?\d?[+-]?\s*(?:#.*)?$/.test(line.slice(node.valueAt))) block = node.column;
  }
  return lines.join('\n');
}

const NODE =
  /^(?<lead>\s*(?:- +)*)(?<key>(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s'"#|>[{&*!-][^\n]*?):\s+)?(?<tags>(?:[!&]\S*\s+)*)/;

/** Where a line's mapping key or sequence item begins, and its value, with the quote that opens the value. */
function nodeAt(line: string): { readonly column: number; readonly valueAt: number; readonly quote: string | null } {
  const found = NODE.exec(line)?.groups ?? {};
  const lead = found['lead'] ?? '';
  const valueAt = lead.length + (found['key'] ?? '').length + (found['tags'] ?? '').length;
  const first = line[valueAt];
  // In a sequence of scalars the dash's column counts; under a key the key's.
  const column = found['key'] === undefined ? Math.max(0, lead.lastIndexOf('-')) : lead.length;
  return { column, valueAt, quote: first === "'" || first === '"' ? first : null };
}

/** Index of the quote that ends the scalar in `text`, -1 where it goes on. */
function closesAt(text: string, quote: string): number {
  for (let at = 0; at < text.length; at++) {
    if (quote === '"' && text[at] === '\\') at++;
    else if (text[at] === quote) {
      if (quote === "'" && text[at + 1] === "'") at++;
      else return at;
    }
  }
  return -1;
}
