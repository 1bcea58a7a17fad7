/**
 * What an instruction, its quotations left out, asks to be told or asked about: before the work, after it, or neither.
 *
 * @example 'Close ticket 7. Check with me before you change anything.'  ->  'before'
 * @example 'Close ticket 7. Let me know once it is written.'  ->  'after'
 */
export function wantsAWord(instruction: string): 'before' | 'after' | 'nothing' {
  const own = instruction.replaceAll(/"[^"]*"/g, '""');
  for (const sentence of own.split(/[.!?]\s|[.!?]$/)) {
    if (AFTER.test(sentence)) return 'after';
    if (BEFORE.test(sentence)) return 'before';
  }
  return 'nothing';
}

const AFTER =
  /\b(?:tell me|let me know|report to me|show me|come back to me)\b.*\b(?:when|once|after|as soon as)\b.*\b(?:done|written|finished|changed|through|ready|there)\b/i;
const BEFORE =
  /\bask(?:ing)? me\b|\b(?:check|talk|speak|confirm|clear it) with me\b|\b(?:tell me|let me know) (?:when you are about|before)\b/i;
