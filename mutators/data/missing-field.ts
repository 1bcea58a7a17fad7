import {
  constantFrom,
  defineMutator,
  distinctions,
  knownConditions,
  plainWords,
  valueAt,
  valueWords,
  type Distinction,
  type EntityKey,
  type JsonPath,
} from 'offscript/kit';

type Target = {
  readonly key: EntityKey;
  readonly missing: JsonPath;
  readonly input: string;
  readonly value: string;
  readonly instead: Distinction;
};

/**
 * @example ticket { id: 12, subject: "Printer", email: "a@x.example" }   ->   ticket { id: 12, email: "a@x.example" } in every view; "the ticket with email a@x.example"
 */
export const missingField = defineMutator<{ on: boolean }, Target>({
  id: 'data/missing-field',
  summary: 'The record lacks the field it is usually known by, wherever it is shown, and is named by another one.',
  visibility: 'implicit',
  duration: 'permanent',
  rate: 'missing-field',
  params: { on: constantFrom(true) },
  neutral: { on: false },
  bite: [{ b: 'without', handler: 'disambiguate' }],
  discriminates: ['goal', 'scope'],
  *targets(context) {
    const program = JSON.stringify(context.task.oracle);
    for (const found of context.found) {
      const conditions = knownConditions(context, found);
      const [condition] = conditions;
      if (
        found.step.kind !== 'find' ||
        conditions.length !== 1 ||
        condition === undefined ||
        typeof condition.value !== 'string'
      )
        continue;
      const equals = found.step.where[0]?.equals;
      if (equals?.v !== 'input' || found.step.slots.length > 0) continue;
      // The task uses the value and the field for nothing else.
      if (
        count(program, JSON.stringify(condition.path)) > 1 ||
        count(program, `"name":${JSON.stringify(equals.name)}`) > 1
      )
        continue;
      if (valueAt(context.entity(found.key)?.doc, condition.path) !== condition.value) continue;
      if (count(context.task.instruction, condition.value) !== count(context.task.instruction, `"${condition.value}"`))
        continue;
      for (const instead of distinctions(context, found)) {
        const unique = context
          .entitiesOf(found.step.resource)
          .every((other) => other.key === found.key || valueAt(other.doc, instead.path) !== instead.value);
        if (unique)
          yield { key: found.key, missing: condition.path, input: equals.name, value: condition.value, instead };
      }
    }
  },
  footprint: ({ key, missing }) => [`record:${key}#${missing.join('.')}`, `known:${key}`, 'instruction'],
  apply(draft, { on }, { key, missing, input, value, instead }, { task, resource }) {
    if (!on) return {};
    const kind = key.split('/')[0] ?? '';
    const singular = resource(kind)?.singular ?? kind;
    const words = `with ${plainWords(instead.path)} ${valueWords(instead.value)}`;
    const old = new RegExp(
      `(?:with (?:[a-z0-9]+ ){1,4})?"${value.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}"`,
      'g',
    );
    const name = `${singular}_${instead.path.at(-1)}`.replaceAll(/[^A-Za-z0-9_]+/g, '_');
    const free = Object.hasOwn(task.inputs, name) ? `${name}_2` : name;
    draft.add({ p: 'set', key, path: missing });
    return {
      instruction: task.instruction.replaceAll(old, words),
      untold: [input],
      inputs: { [free]: instead.value },
      oracle: [{ o: 'find-by', resource: kind, path: instead.path, equals: { v: 'input', name: free } }],
    };
  },
  explain: (_params, { key, missing, instead }) =>
    `${key} has no "${missing.join('.')}"; it is named by its ${plainWords(instead.path)}.`,
});

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
