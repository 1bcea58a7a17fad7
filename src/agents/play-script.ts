import type { AgentEpisode, Json, JsonObject } from 'offscript';
import { openCredentials } from './credentials.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { chooseScript } from './choose-script.ts';
import { isArray, isObject, readsSame, valueAt } from './json.ts';
import { mention } from './mention.ts';
import { misfitOf } from './misfit-of.ts';
import { nextPage } from './next-page.ts';
import { resolveValue, type Sources } from './resolve-value.ts';
import type { FindStep, ScriptBook, ScriptOperation, Setting } from './script.ts';
import { openTransport } from './transport.ts';

/** Plays the script of the episode's workflow, call by call. Throws at the first answer that is not what a recorded one was. */
export async function playScript(episode: AgentEpisode, book: ScriptBook): Promise<void> {
  const { inputs, instruction, workflow } = episode;
  const script = chooseScript(book, workflow, Object.keys(inputs), (one) => misfitOf(book, instruction, one));
  if (script === null) throw new Error(`There is no script for the workflow "${workflow}".`);
  const transport = openTransport(episode, openCredentials(episode));
  const told = Object.values(inputs).filter((value): value is string => typeof value === 'string' && value.length < 80);
  const records = new Map<string, Json>();
  const sources = (as: string): Sources => ({
    inputs,
    field: (step, path) => valueAt(records.get(step), path),
    prose: (facts) => mention([...new Set([...facts, ...told])]),
    fresh: `${episode.id}-${as}`,
  });
  const operation = (name: string): ScriptOperation => book.operations[name] as ScriptOperation;
  const callOf = (step: {
    readonly operation: string;
    readonly settings: readonly Setting[];
    readonly as: string;
  }): Call => ({
    operation: operation(step.operation),
    values: step.settings.flatMap(({ place, value }) => {
      const resolved = resolveValue(value, sources(step.as));
      return resolved === undefined ? [] : [{ place, value: resolved }];
    }),
  });
  const send = async (call: Call): Promise<Answer> => {
    const answer = await transport(call);
    if (answer.cause !== null) throw answer.cause;
    if (answer.status >= 400) throw new Error(`${call.operation.name} answered ${answer.status}.`);
    return answer;
  };
  const find = async (step: FindStep): Promise<Json> => {
    const wanted = step.where.map(({ path, equals }) => ({ path, value: resolveValue(equals, sources(step.as)) }));
    // A list that was asked for the very record shows it first.
    const isAsked = step.settings.some(({ place }) => place.in === 'query');
    let call: Call | null = callOf(step);
    for (let number = 1, seen = 0; call !== null; number += 1) {
      const answer = await send(call);
      const items = valueAt(answer.body, call.operation.shows ?? []);
      if (!isArray(items)) break;
      const found = isAsked
        ? items[0]
        : items.find((item) => wanted.every(({ path, value }) => readsSame(valueAt(item, path), value)));
      if (found !== undefined) return found;
      seen += items.length;
      call = nextPage(call, answer, { number, items: items.length, seen });
    }
    throw new Error(`${step.operation} does not show ${JSON.stringify(wanted.map(({ value }) => value ?? null))}.`);
  };

  let result: Json | undefined;
  for (const step of script.steps) {
    if (step.kind === 'answer') result = resolveValue(step.value, sources(''));
    else if (step.kind === 'find') records.set(step.as, await find(step));
    else {
      const call = callOf(step);
      const { body } = await send(call);
      const shown: JsonObject | undefined = isObject(body) ? body : undefined;
      records.set(
        step.as,
        (call.operation.shows === null ? undefined : valueAt(body, call.operation.shows)) ?? shown ?? null,
      );
    }
  }
  await (result === undefined ? episode.finish() : episode.finish(result));
}
