import type { Entity } from '../model/base-state.ts';
import { jsonEquals, valueAt, type Json, type JsonObject, type JsonPath } from '../model/json.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import { indexModel } from '../model/model-index.ts';
import type { EntityKey } from '../model/names.ts';
import type { OracleStep, Value } from '../model/oracle.ts';
import type { Resource } from '../model/resource.ts';
import type { TracedSession } from '../model/trace.ts';
import type { Span } from './span.ts';
import type { StartState } from './start-state.ts';
import { leafName } from './words.ts';

export interface BuilderInput {
  readonly model: LearnedModel;
  readonly session: TracedSession;
  readonly span: Span;
  readonly start: StartState;
  readonly seed: number;
}

/** A program while it is being built: its steps so far, what is disclosed, and which record is known from where. */
export class ProgramDraft {
  readonly input: BuilderInput;
  readonly steps: OracleStep[] = [];
  inputs: JsonObject = {};
  /** How the instruction speaks of each record. */
  readonly phrases = new Map<EntityKey, string>();
  /** The step that shows a record. */
  readonly names = new Map<EntityKey, string>();
  /** The step that makes a record. */
  readonly made = new Map<EntityKey, string>();

  constructor(input: BuilderInput) {
    this.input = input;
  }

  /** Tells the agent a value: under this name, or one next to it where that is taken. */
  disclose(name: string, value: Json, resource: Resource): Value {
    let free = name;
    if (Object.hasOwn(this.inputs, free) && !jsonEquals(this.inputs[free], value))
      free = `${leafName([resource.singular])}_${name}`;
    for (let at = 2; Object.hasOwn(this.inputs, free) && !jsonEquals(this.inputs[free], value); at += 1)
      free = `${name}_${at}`;
    this.inputs = { ...this.inputs, [free]: value };
    return { v: 'input', name: free };
  }

  /** A step name that is free. */
  freshName(stem: string): string {
    const taken = new Set(this.steps.flatMap((step) => ('as' in step ? [step.as] : [])));
    const name = leafName([stem]);
    if (!taken.has(name)) return name;
    let at = 2;
    while (taken.has(`${name}_${at}`)) at += 1;
    return `${name}_${at}`;
  }

  /** A record as it stands at the start; null where it is not there. */
  entity(key: EntityKey): Entity | null {
    const doc = this.input.start.docs.get(key);
    const base = indexModel(this.input.model).entity(key);
    if (doc === null) return null;
    if (doc === undefined) return base !== undefined && indexModel(this.input.model).isLive(key) ? base : null;
    const put = this.input.start.patches.find((patch) => patch.p === 'put' && patch.entity.key === key);
    if (put?.p === 'put') return put.entity;
    return base ?? null;
  }

  startValue(key: EntityKey, path: JsonPath): Json | undefined {
    return valueAt(this.entity(key)?.doc, path);
  }
}
