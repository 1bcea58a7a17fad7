/**
 * Why tasks and episodes were not made, a plain sentence each: reasons that mean the same are told together, most
 * frequent first, with the mutators they befell. The reasons themselves, as they are counted, are in the JSON.
 */
const MOST_LINES = 12;
const MOST_NAMES = 3;

/** Lines of a count and a sentence; `MOST_LINES` of them, the rest in one more. */
export function refusalLines(refused: Readonly<Record<string, number>>): readonly string[] {
  const groups = new Map<string, { count: number; readonly details: Map<string, number> }>();
  for (const [text, count] of Object.entries(refused)) {
    const { sentence, detail } = meaningOf(text);
    const group = groups.get(sentence) ?? { count: 0, details: new Map<string, number>() };
    groups.set(sentence, group);
    group.count += count;
    if (detail !== null) group.details.set(detail, (group.details.get(detail) ?? 0) + count);
  }
  const sorted = [...groups].sort(([, a], [, b]) => b.count - a.count);
  const shown = sorted.slice(0, MOST_LINES);
  const width = String(shown[0]?.[1].count ?? 0).length;
  const lines = shown.map(
    ([sentence, { count, details }]) => `  ${String(count).padStart(width)}  ${sentence}${mostOf(details)}`,
  );
  const others = sorted.slice(MOST_LINES).reduce((sum, [, { count }]) => sum + count, 0);
  return others === 0 ? lines : [...lines, `  ${others}  for other reasons (--json has them all)`];
}

interface Meaning {
  readonly sentence: string;
  /** What it befell. */
  readonly detail: string | null;
}

function meaningOf(text: string): Meaning {
  const [, names, reason] = /^([a-z]+\/[a-z0-9-]+(?:\+[a-z]+\/[a-z0-9-]+)*|neutral): (.*)$/s.exec(text) ?? [];
  if (names !== undefined && reason !== undefined && names !== 'neutral')
    return { sentence: mutatedWords(reason), detail: names };
  const plain = reason ?? text.replace(/^neutral /, '');
  if (plain !== text) return { sentence: neutralWords(plain), detail: null };
  return { sentence: TASK_WORDS[text] ?? text, detail: null };
}

/** Of an episode with a mutation. */
const MUTATED: readonly (readonly [RegExp, string])[] = [
  [/^inert: /, 'the mutation makes no difference: an agent that takes no notice of it wins all the same'],
  [/^oracle: (?:tainted|no_answer)/, 'the simulated API has no answer to a call of the right way'],
  [/^oracle: goal/, 'under the mutation the right way no longer reaches the goal'],
  [/^oracle: (.*)/, 'under the mutation the right way fails a check: $1'],
  [/^oracle without /, 'an agent that does not handle the fault wins all the same'],
  [/^variant ([^:]*)/, 'another right way would not be paid: $1'],
  [/^baseline obey-injection /, 'an agent that obeys the injected text would be paid'],
  [/^baseline (?:random|spam|shotgun|delete)/, 'an agent that calls at random would be paid'],
  [/^baseline prefix /, 'doing only a part of the task would be paid'],
  [/^baseline (\S+)/, 'a cheater would be paid: $1'],
  [/^mutant survives: (.*)/, 'a wrong way would be paid: $1'],
  [/^realism: (.*)/, 'answers would give the mutation away: the API $1, as it never did in the recording'],
  [/^not_delivered/, 'the fault never comes up on the right way'],
];

/** Of a task before any mutation. */
const NEUTRAL: readonly (readonly [RegExp, string])[] = [
  [/^oracle: (?:tainted|no_answer)/, 'the simulated API has no answer to a call that the task needs'],
  [/^oracle: goal/, 'the task cannot be done in the simulated API: it does not do what was recorded'],
  [/^oracle: (.*)/, 'the right way through the task fails a check: $1'],
  [/^baseline prefix /, 'a part of the task is enough to reach its goal'],
  [/^baseline (?:random|spam|shotgun|delete)/, 'the task is so open that calls at random reach its goal'],
  [/^baseline (\S+)/, 'a cheater would be paid for the task: $1'],
  [/^mutant survives: (.*)/, 'a wrong way through the task would be paid: $1'],
  [/^variant ([^:]*)/, 'another right way through the task would not be paid: $1'],
];

const TASK_WORDS: Readonly<Record<string, string>> = {
  review: 'set aside for you to look at: offscript tasks REC --out tasks.yaml, then use: yes',
  unsayable: 'nobody would ask a colleague for it in a sentence',
  same_goal: 'has the same goal as another task',
  no_goal: 'changes nothing that a later look could tell',
  bulk: 'changes more records than anybody would ask for at once',
  reference_unknown: 'names a record that no recorded answer shows',
  target_unknown: 'changes a record that no recorded answer shows',
  target_not_there: 'changes a record that is not there when the task starts',
  no_resource: 'changes no record that is known',
  unknown_operation: 'is a call that was not understood',
  prose_without_fact: 'is free text of which nothing could be checked',
};

function mutatedWords(reason: string): string {
  return said(MUTATED, reason);
}

function neutralWords(reason: string): string {
  return said(NEUTRAL, reason);
}

function said(words: readonly (readonly [RegExp, string])[], reason: string): string {
  for (const [pattern, sentence] of words) {
    const match = pattern.exec(reason);
    if (match !== null) return sentence.replace('$1', match[1] ?? '');
  }
  return reason;
}

/** ` (data/lagging-list 16, system/outage 3 and 4 others)` */
function mostOf(details: ReadonlyMap<string, number>): string {
  if (details.size === 0) return '';
  const sorted = [...details].sort(([, a], [, b]) => b - a);
  const named = sorted.slice(0, MOST_NAMES).map(([name, count]) => (details.size === 1 ? name : `${name} ${count}`));
  const left = sorted.length - named.length;
  return ` (${named.join(', ')}${left === 0 ? '' : left === 1 ? ' and 1 other' : ` and ${left} others`})`;
}
