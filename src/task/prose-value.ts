import { valueAt, type JsonPath } from '../model/json.ts';
import { indexModel } from '../model/model-index.ts';
import type { EntityKey } from '../model/names.ts';
import type { Value } from '../model/oracle.ts';
import type { Slot } from '../model/slot.ts';
import type { SentValue } from './goal-write.ts';
import type { ProgramDraft } from './program-draft.ts';

/** Free text: worded by the agent, mentioning facts of the case that the recorded text mentioned too. */
export function proseValue(
  draft: ProgramDraft,
  slot: Slot,
  field: JsonPath,
  recorded: string,
  target: EntityKey | null,
): SentValue | string {
  const facts: { value: Value; text: string }[] = [];
  for (const [key, name] of draft.names) {
    const entity = draft.entity(key);
    const resource = entity === null ? undefined : indexModel(draft.input.model).resource(entity.resource);
    for (const path of entity === null || resource === undefined
      ? []
      : [...resource.naturalKey, ...(resource.labelField === null ? [] : [resource.labelField])]) {
      const fact = valueAt(entity?.doc, path);
      if ((typeof fact === 'string' && fact.length >= 3 && fact.length <= 80) || typeof fact === 'number') {
        facts.push({ value: { v: 'from', step: name, path }, text: String(fact) });
      }
    }
  }
  const inputs = Object.entries(draft.inputs).flatMap(([name, value]) =>
    typeof value === 'string' && value.length >= 3 && value.length <= 80 && isTelling(value)
      ? [{ value: { v: 'input', name } as Value, text: value }]
      : [],
  );
  const said = [...facts, ...inputs].filter(({ text }) => recorded.toLowerCase().includes(text.toLowerCase()));
  const about =
    said.length > 0
      ? said
      : [
          ...facts.filter(
            ({ value }) => value.v === 'from' && target !== null && value.step === draft.names.get(target),
          ),
          ...facts,
          ...inputs,
        ];
  const chosen = about
    .filter((fact, at) => about.findIndex(({ text }) => text === fact.text) === at)
    .slice(0, said.length > 0 ? 2 : 1);
  // Without a fact of the case to mention, nothing could tell right words from wrong ones.
  if (chosen.length === 0) return 'prose_without_fact';
  return {
    slot,
    field,
    recorded,
    value: { v: 'prose', facts: chosen.map(({ value }) => value) },
    mentions: chosen.map(({ text }) => text),
  };
}

/** More than a plain word: `open` or `urgent` stands in any text. */
function isTelling(text: string): boolean {
  return /[\s\d@]/.test(text) || /^\p{Lu}\p{L}{3,}/u.test(text);
}
