import type { Json, JsonObject, JsonPath } from '../../model/json.ts';
import type { Expr, Ref } from '../../model/expr.ts';

/** An expression that could have made a value; cheaper ones are likelier. */
export interface Candidate {
  readonly expr: Expr;
  readonly cost: number;
}

/** A value around the call, and how to say where it stands. */
export interface Atom {
  readonly expr: Expr;
  readonly value: Json;
  readonly cost: number;
  readonly name: string;
}

/** What is looked at for a field: the records in reach, and the name the field has. */
export interface Reach {
  readonly refs: readonly Ref[];
  /** Name of the field the value is for. */
  readonly name: string;
  readonly path: JsonPath;
  /** The document being made, for exprs over its other fields. */
  readonly draft: JsonObject | null;
}
