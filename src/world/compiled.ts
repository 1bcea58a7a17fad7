/** A learned model made ready to answer from: the shapes that the parts of the world hand each other. */
import type { Json } from '../model/json.ts';
import type {
  AnswerSample,
  AuthModel,
  Branch,
  ErrorShape,
  Expr,
  Guard,
  LearnedModel,
  Operation,
  OperationId,
  Ref,
  Resource,
  ResourceName,
  View,
} from '../model/learned.ts';
import type { JsonPath } from '../model/json.ts';
import type { BaseIndex } from './base-index.ts';
import type { Sink } from './sink.ts';
import type { Turn } from './turn.ts';

export interface CompiledModel {
  readonly model: LearnedModel;
  readonly base: BaseIndex;
  readonly operations: ReadonlyMap<OperationId, CompiledOperation>;
  readonly routers: ReadonlyMap<string, Router>;
  readonly headers: ReadonlyMap<string, readonly CompiledHeader[]>;
  readonly shapes: readonly CompiledShape[];
  readonly auth: ReadonlyMap<string, AuthModel>;
  readonly rules: readonly DerivedRule[];
  readonly samples: ReadonlyMap<OperationId, readonly AnswerSample[]>;
  /** Origins where some request was once refused as invalid: others may then be, too. */
  readonly validating: ReadonlySet<string>;
}

export interface CompiledOperation {
  readonly operation: Operation;
  readonly resource: Resource | null;
  readonly paramNames: readonly string[];
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  readonly branches: readonly CompiledBranch[];
  /** Names of request headers it was seen with, lower case. */
  readonly seenHeaders: ReadonlySet<string>;
  /** A body was sent more often than not, and its root was an object. */
  readonly wantsBody: boolean;
  /** Kinds of guard in its branches. */
  readonly guards: ReadonlySet<Guard['g']>;
}

export interface CompiledBranch {
  readonly branch: Branch;
  readonly render: Render;
  readonly headers: readonly CompiledHeader[];
}

export interface CompiledShape {
  readonly shape: ErrorShape;
  readonly render: Render;
  readonly headers: readonly CompiledHeader[];
}

/** Writes a value's JSON text; false, and nothing written, where there is none. */
export type Render = (turn: Turn, sink: Sink) => boolean;

export type CompiledHeader =
  | { readonly kind: 'fixed'; readonly pair: readonly [string, string]; readonly lower: string }
  | { readonly kind: 'made'; readonly name: string; readonly lower: string; readonly value: Expr };

export interface CompiledView {
  readonly id: number;
  readonly view: View;
  readonly plain: boolean;
}

/** A field that always follows from others: `self` is how its expressions name the record it is a field of. */
export interface DerivedRule {
  readonly resource: ResourceName;
  readonly path: JsonPath;
  readonly self: Ref;
  readonly value: Expr;
  /** It looks at other fields of the record, not only at its children. */
  readonly ofSelf: boolean;
  /** Aggregates inside it, by which changes of children find their owner. */
  readonly over: readonly {
    readonly resource: ResourceName;
    readonly by: JsonPath;
    /** What of a child counts. */ readonly watched: readonly JsonPath[];
  }[];
}

export interface PageOf {
  readonly total: Json;
  readonly count: number;
  readonly facts: Readonly<Record<string, Json | undefined>>;
}

export interface Router {
  find(method: string, segments: readonly string[]): Route;
}

export type Route =
  /** Candidates on one path and method, to be told apart by discriminators; parameters in path order. */
  | { readonly kind: 'found'; readonly operations: readonly CompiledOperation[]; readonly params: readonly string[] }
  | { readonly kind: 'wrong-method'; readonly allowed: readonly string[] }
  | { readonly kind: 'unknown' };
