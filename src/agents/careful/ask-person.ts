import type { AgentEpisode, Json, JsonObject } from 'offscript';
import type { ScriptBook, ScriptValue } from '../script.ts';
import { toldIn, type ToldFact } from './told-in.ts';

const MOST_TURNS = 4;

/**
 * Asks the person, again where told to, and takes in what they say: the episode as it is then known.
 *
 * @param text what to say first
 */
export async function askPerson(episode: AgentEpisode, book: ScriptBook, text: string): Promise<AgentEpisode> {
  const replies: string[] = [];
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const reply = await episode.say(turn === 0 ? text : 'And what else?');
    if (reply.trim() === '' || replies.includes(reply)) break;
    replies.push(reply);
    if (!/\bask (?:me )?(?:again|once more)|\bwait for the rest\b/i.test(reply)) break;
  }
  const facts = replies.flatMap(toldIn);
  const inputs: Record<string, Json> = { ...episode.inputs };
  let { instruction } = episode;
  for (const fact of facts) {
    const name = inputNamed(book, inputs, episode.workflow, fact);
    if (name !== null) inputs[name] = fact.value;
    instruction = filledIn(instruction, fact);
  }
  return { ...episode, inputs, instruction: [instruction, ...replies].join(' ') };
}

/** The input that the fact is the value of: one that is known already, or one that a script of this work has. */
function inputNamed(book: ScriptBook, inputs: JsonObject, workflow: string, { name }: ToldFact): string | null {
  const candidates = book.scripts
    .flatMap((script) =>
      script.steps.flatMap((step) =>
        step.kind === 'write'
          ? step.settings.flatMap(({ place, value }) =>
              place.in === 'body' && isInput(value) && plain(String(place.path.at(-1) ?? '')) === plain(name)
                ? [{ input: value.name, isSameWork: script.workflow === workflow }]
                : [],
            )
          : [],
      ),
    )
    .sort((a, b) => Number(b.isSameWork) - Number(a.isSameWork));
  const known = candidates.find(({ input }) => Object.hasOwn(inputs, input)) ?? candidates[0];
  return known?.input ?? Object.keys(inputs).find((input) => plain(input).endsWith(plain(name))) ?? null;
}

/** The place that was left open for the fact. */
function filledIn(instruction: string, { name, value }: ToldFact): string {
  const open = [...instruction.matchAll(/\((?:ask me|[^)]*\bask\b[^)]*)\)/gi)];
  const own = open.find(({ index }) => instruction.slice(0, index).toLowerCase().trimEnd().endsWith(`${name} to`));
  const at = own ?? open[0];
  if (at === undefined) return instruction;
  const words = typeof value === 'string' ? `"${value}"` : JSON.stringify(value);
  return instruction.slice(0, at.index) + words + instruction.slice(at.index + at[0].length);
}

function isInput(value: ScriptValue): value is Extract<ScriptValue, { v: 'input' }> {
  return value.v === 'input';
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
