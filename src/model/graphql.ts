/**
 * The fields a GraphQL document asks of the root, in order and joined by `+`: `book`, `rate`, `book+author`.
 * They say what a request does whatever its layout, aliases, fragments below or operation name. Null where the text is no document.
 * Source: GraphQL specification, October 2021, section 2.
 */
export function rootFieldsOf(text: string): string | null {
  if (text.length > MAX_LENGTH || !STARTS.test(text)) return null;
  const fields: string[] = [];
  let depth = 0;
  let operation = '';
  let parentheses = 0;
  let inRoot = false;
  let done = false;
  let before = '';
  for (const [token] of text.matchAll(TOKENS)) {
    if (token.startsWith('#') || token.startsWith('"')) continue;
    if (token === '(') parentheses++;
    else if (token === ')') parentheses--;
    else if (parentheses > 0) continue;
    else if (token === '{') {
      if (depth === 0) inRoot = !done && operation !== 'fragment';
      depth++;
    } else if (token === '}') {
      if (--depth === 0) {
        if (inRoot) done = true;
        [inRoot, operation] = [false, ''];
      }
    } else if (depth === 0 && operation === '') operation = token;
    else if (inRoot && depth === 1) {
      // `alias: field` asks for the field; directives and fragment spreads ask for nothing by themselves.
      if (before === ':') fields[fields.length - 1] = token;
      else if (NAME.test(token) && before !== '@' && before !== '...') fields.push(token);
    }
    before = token;
  }
  return depth === 0 && fields.length > 0 ? fields.join('+') : null;
}

/** Whether a document asks for a change. */
export function isMutation(text: string): boolean {
  return /^\s*mutation\b/m.test(text.replaceAll(/#[^\n]*/g, ''));
}

const MAX_LENGTH = 100_000;
const STARTS = /^(?:\s|#[^\n]*\n|,)*(?:query|mutation|subscription|fragment|\{)/;
const NAME = /^[_A-Za-z]\w*$/;
const TOKENS = /#[^\n]*|"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|\.\.\.|[_A-Za-z]\w*|[{}():@]/g;
