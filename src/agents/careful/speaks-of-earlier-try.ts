/** Whether an instruction, its quotations left out, says that this may have been begun before. */
export function speaksOfEarlierTry(instruction: string): boolean {
  const own = instruction.replaceAll(/"[^"]*"/g, '""');
  return /\b(?:earlier|already|last (?:attempt|run|time)|run before|first try|(?:started|begun|tried|done) before|broke off|twice|second one|left behind)\b/i.test(
    own,
  );
}
