/** A learned model made ready to answer from: the shapes that the parts of the world hand each other. */
import type { Json, JsonObject, JsonPath } from '../model/json.ts';
import type { AuthModel, Principal } from '../model/auth-model.ts';
import type { AnswerSample } from '../model/base-state.ts';
import type { Branch, ErrorShape } from '../model/branch.ts';
import type { Expr, Ref } from '../model/expr.ts';
import type { Guard } from '../model/guard.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { EntityKey, OperationId, ResourceName } from '../model/names.ts';
import type { Operation } from '../model/operation.ts';
import type { Resource } from '../model/resource.ts';
import type { Slot } from '../model/slot.ts';
import type { View } from '../model/template.ts';
import type { BaseIndex } from './state/base-index.ts';
import type { Sink } from './answers/sink.ts';
import type { Rec } from './state/rec.ts';
import type { RequestView } from './request/request-view.ts';
import type { WorldState } from './state/state.ts';
import type { ViewEdits } from './state/view-edits.ts';

export interface CompiledModel {
  readonly model: LearnedModel;
  readonly base: BaseIndex;
  readonly operations: ReadonlyMap<OperationId, CompiledOperation>;
  readonly routers: ReadonlyMap<string, Router>;
  readonly headers: ReadonlyMap<string, readonly CompiledHeader[]>;
  /** Keys whose big integers are numbers, by origin. */
  readonly bigIntegers: ReadonlyMap<string, ReadonlySet<string>>;
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

export interface TurnStart {
  readonly compiled: CompiledModel;
  readonly state: WorldState;
  readonly request: RequestView;
  readonly at: number;
  /** Number of the request, from 0. */
  readonly step: number;
  readonly seed: number;
  readonly views: ViewEdits | null;
  /** Ids a sample answer showed, so that following them is no invention. */
  readonly mentioned: Set<string>;
}

/** One request being answered: what is known of it so far. */
export interface Turn extends TurnStart {
  op: CompiledOperation | null;
  principal: Principal | null;
  target: Rec | null;
  parents: (Rec | null)[];
  created: EntityKey | null;
  /** A record while it is being written: expressions see what is set so far. */
  draft: { readonly key: EntityKey | null; readonly resource: Resource; doc: JsonObject } | null;
  /** Stands for a reference while a derived field is worked out. */
  self: { readonly ref: Ref; readonly rec: Rec } | null;
  /** The element that a `map` or `each` is at. */
  element: { readonly value: Json; readonly index: number } | null;
  page: PageOf | null;
  listed: readonly Rec[];
  reads: EntityKey[];
  unverified: boolean;
  /** The model has nothing to answer this with. */
  noAnswer: boolean;
  /** The status whose recorded answers may be used, and the one that was. */
  sampleStatus: number | null;
  sample: AnswerSample | null;
  /** New ids handed out in this write, by resource: asked for twice, given once. */
  newIds: Map<ResourceName, Json> | null;
  draws: number;

  resource(name: ResourceName): Resource | undefined;
  /** Works with `element` and `index` speaking of this element. */
  within<T>(element: { readonly value: Json; readonly index: number }, work: () => T): T;
  /** The live record a reference leads to. */
  resolve(ref: Ref): Rec | null;
  docOf(ref: Ref): JsonObject | undefined;
  /** The record whose id a slot carries: live, dead, or undefined where there never was one. */
  named(resource: ResourceName, slot: Slot): Rec | undefined;
  byId(name: ResourceName, id: string): Rec | undefined;
}
