import {
  constantFrom,
  defineMutator,
  plainWords,
  showsField,
  valueAt,
  writeStepOf,
  type JsonPath,
  type OperationId,
} from 'offscript/kit';

type Target = {
  readonly operation: OperationId;
  /** The step that finds the record with the value. */
  readonly step: string;
  readonly path: JsonPath;
  readonly value: string | number;
  /** In the body of the request. */
  readonly slot: JsonPath;
  readonly owner: string;
};

const MOST = 6;

/**
 * @example POST /tickets { "customer_id": 7 } -> 201   ->   422 "customer_email" is required: the email of the customer.
 */
export const requiredField = defineMutator<{ status: number; on: boolean }, Target>({
  id: 'drift/required-field',
  summary: 'A write needs one more field, which a record that was looked up has.',
  visibility: 'explicit',
  duration: 'permanent',
  rate: 'status:422',
  params: { status: constantFrom(400, 422), on: constantFrom(true) },
  neutral: { status: 422, on: false },
  bite: [{ b: 'without', handler: 'alias' }, { b: 'recorded' }],
  discriminates: ['goal', 'thrash'],
  *targets(context) {
    let count = 0;
    for (const call of context.writes) {
      const step = writeStepOf(context, call);
      const body = step?.slots.find(({ slot }) => slot.in === 'body')?.slot;
      if (step === null || body?.in !== 'body') continue;
      for (const { step: source, key, operation } of context.found) {
        const singular = plainWords(context.resource(source.resource)?.singular ?? 'record');
        for (const { path, role } of context.fieldsOf(source.resource)) {
          const value = valueAt(context.entity(key)?.doc, path);
          const name = `${singular.replaceAll(' ', '_')}_${String(path[0])}`;
          const isTaken = call.operation.request.body.some((field) => field.path.at(-1) === name);
          const isFact = role === 'natural-key' || role === 'label' || role === 'plain';
          if (path.length !== 1 || !isFact || isTaken || !isSayable(value) || !showsField(operation, path)) continue;
          if (JSON.stringify(step.slots).includes(JSON.stringify(value))) continue;
          if (count >= MOST) return;
          count += 1;
          const slot = [...body.path.slice(0, -1), name];
          yield { operation: call.operation.id, step: source.as, path: [...path], value, slot, owner: singular };
        }
      }
    }
  },
  footprint: ({ operation, slot }) => [`op:${operation}`, `input:${String(slot.at(-1))}`],
  apply(draft, { status, on }, { operation, step, path, value, slot, owner }) {
    if (!on) return {};
    const message = `"${String(slot.at(-1))}" is required: the ${plainWords(path)} of the ${owner}.`;
    draft.add({
      p: 'require-field',
      match: { operations: [operation], kinds: null, key: null },
      path: slot,
      value,
      status,
      message,
    });
    return {
      oracle: [{ o: 'more', operation, slot: { in: 'body', path: slot }, value: { v: 'from', step, path } }],
    };
  },
  explain: (_params, { operation, slot }) => `${operation} needs "${String(slot.at(-1))}" now.`,
});

function isSayable(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && value.length > 1 && value.length <= 60);
}
