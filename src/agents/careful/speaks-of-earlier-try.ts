/**
 * What an instruction, its quotations left out, says of what may be there from before: to go on with it, to leave it
 * and make a new one, or nothing.
 */
export function speaksOfEarlierTry(instruction: string): 'finish it' | 'make a new one' | 'nothing' {
  const own = instruction.replaceAll(/"[^"]*"/g, '""');
  if (/\b(?:another one|(?:is|need|want) a new one|leave (?:it|that one) (?:alone|as it is|and))/i.test(own))
    return 'make a new one';
  const before =
    /\b(?:earlier|already|last (?:attempt|run|time)|run before|first try|(?:started|begun|tried|done) before|broke off|twice|second one|left behind)\b/i;
  return before.test(own) ? 'finish it' : 'nothing';
}
