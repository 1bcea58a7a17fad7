import { jsonEquals, type Json, type JsonObject, type JsonPath } from '../model/json.ts';
import { indexModel } from '../model/model-index.ts';
import type { EntityKey } from '../model/names.ts';
import type { Operation } from '../model/operation.ts';
import type { OracleStep, SlotValue, Value } from '../model/oracle.ts';
import type { Resource } from '../model/resource.ts';
import type { TracedStep, TracedValue } from '../model/trace.ts';
import { shownAt } from '../model/template-paths.ts';
import { confirmationOf } from './confirmation-of.ts';
import type { GoalWrite, SentValue } from './goal-write.ts';
import { groupArrays } from './group-arrays.ts';
import { ProgramDraft, type BuilderInput } from './program-draft.ts';
import { proseValue } from './prose-value.ts';
import { isProse } from './prose.ts';
import { RecordLocator } from './record-locator.ts';
import { entityNamedBy, referencedBy } from './referenced-by.ts';
import { isIdentitySlot } from './request-fields.ts';
import { writtenField } from '../model/written-field.ts';
import { leafName, plainWords } from './words.ts';

/**
 * Builds the oracle's program for a span of writes, and with it the inputs: what a right agent cannot observe
 * is disclosed, what it can observe it has to find.
 */
export class ProgramBuilder {
  readonly writes: GoalWrite[] = [];
  readonly #draft: ProgramDraft;
  readonly #locator: RecordLocator;

  constructor(input: BuilderInput) {
    this.#draft = new ProgramDraft(input);
    this.#locator = new RecordLocator(this.#draft);
  }

  get steps(): readonly OracleStep[] {
    return this.#draft.steps;
  }

  /** What the agent is told. */
  get inputs(): JsonObject {
    return this.#draft.inputs;
  }

  /** How the instruction speaks of each record. */
  get phrases(): ReadonlyMap<EntityKey, string> {
    return this.#draft.phrases;
  }

  /** Null when built, otherwise why it cannot be. */
  build(): string | null {
    for (const step of this.#draft.input.span.steps) {
      const problem = this.#addWrite(step);
      if (problem !== null) return problem;
    }
    return null;
  }

  /** Adds the reads that find a record, and says where its id is; null where nothing knows it. */
  locate(key: EntityKey): Value | null {
    return this.#locator.idOf(key);
  }

  #addWrite(step: TracedStep): string | null {
    const { model } = this.#draft.input;
    const operation = step.operation === null ? undefined : indexModel(model).operation(step.operation);
    if (operation === undefined) return 'unknown_operation';
    const resource = operation.resource === null ? undefined : indexModel(model).resource(operation.resource);
    if (resource === undefined) return 'no_resource';
    const created =
      step.changes.find((change) => change.before === null && change.resource === resource.name)?.key ?? null;
    const target = operation.target === null ? null : entityNamedBy(this.#draft, step, operation.target, resource.name);
    if (operation.target !== null && target === null) return 'target_unknown';
    if (target !== null && this.#draft.entity(target) === null && !this.#draft.made.has(target))
      return 'target_not_there';
    const sent: SentValue[] = [];
    for (const value of groupArrays(step.values)) {
      const made = this.#sentValue(step, operation, resource, target, value);
      if (typeof made === 'string') return made;
      if (made !== null) sent.push(made);
    }
    const as = `${leafName([operation.name])}_${this.writes.length + 1}`;
    const slots = sent.map(({ slot, value }): SlotValue => ({ slot, value }));
    this.#draft.steps.push({
      kind: 'write',
      as,
      resource: resource.name,
      operation: operation.id,
      slots,
      confirm: confirmationOf(this.#draft, this.#locator, operation, resource, target, sent),
    });
    if (created !== null && (operation.kind === 'create' || shownAt(operation, 'entity') !== undefined))
      this.#draft.made.set(created, as);
    this.writes.push({ step, operation, as, target, created, sent });
    return null;
  }

  #sentValue(
    step: TracedStep,
    operation: Operation,
    resource: Resource,
    target: EntityKey | null,
    traced: TracedValue,
  ): SentValue | string | null {
    const { slot, value: recorded, source } = traced;
    if (source.kind === 'auth') return null;
    const field = writtenField(operation, slot) ?? null;
    // What says nothing about a new record need not be said.
    if (operation.kind === 'create' && isNothing(recorded)) return null;
    const plain = (value: Value): SentValue => ({ slot, field, recorded, value, mentions: [] });
    const reference = referencedBy(this.#draft, step, operation, resource, traced, field);
    if (reference !== null) {
      const id = this.#locator.idOf(reference);
      return id === null ? 'reference_unknown' : plain(id);
    }
    if (isIdentitySlot(operation, slot)) return 'reference_unknown';
    if (source.kind === 'generated' && field === null) return plain({ v: 'fresh' });
    if (slot.in === 'header') return plain({ v: 'constant', value: recorded });
    if (field === null && source.kind === 'constant') return plain({ v: 'constant', value: recorded });
    if (source.kind === 'constant' && field !== null && saysItsKind(resource, field, recorded))
      return plain({ v: 'constant', value: recorded });
    if (recorded === null && field !== null) return plain({ v: 'constant', value: null });
    if (
      target !== null &&
      field !== null &&
      this.#draft.names.has(target) &&
      jsonEquals(this.#draft.startValue(target, field), recorded)
    ) {
      return plain({ v: 'from', step: this.#draft.names.get(target) ?? '', path: field });
    }
    // Some APIs want a record's own fields back with its deletion.
    const own =
      operation.kind === 'delete' && slot.in === 'body' && target !== null && this.#draft.names.has(target)
        ? [slot.path.at(-1) ?? '']
        : null;
    if (own !== null && target !== null && jsonEquals(this.#draft.startValue(target, own), recorded))
      return plain({ v: 'from', step: this.#draft.names.get(target) ?? '', path: own });
    if (field !== null && isProse(this.#draft.input.model, resource, field, recorded))
      return proseValue(this.#draft, slot, field, String(recorded), target);
    return plain(
      this.#draft.disclose(leafName(field ?? (slot.in === 'body' ? slot.path : [slot.name])), recorded, resource),
    );
  }
}

/** `type: "incident"` of an incident, `type: "service_reference"` of its service: nobody has to be told what a thing is. */
function saysItsKind({ singular }: Resource, field: JsonPath, value: Json): boolean {
  if (!/^(?:type|kind|object|resource_?type)$/i.test(leafName(field)) || typeof value !== 'string') return false;
  const holder = field.length > 1 ? leafName(field.slice(0, -1)) : singular;
  return plainWords(value).replace(/ reference$/, '') === plainWords(holder);
}

function isNothing(value: Json): boolean {
  return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}
