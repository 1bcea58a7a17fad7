/** Witnesses of one value, and what was learned of how it comes about. */
import type { Json, JsonObject, JsonPath } from '../../model/json.ts';
import type { Expr, Ref } from '../../model/expr.ts';
import type { Scene } from './scene.ts';

export interface Sample {
  readonly scene: Scene;
  /** Undefined: the field was absent. */
  readonly value: Json | undefined;
  readonly draft: JsonObject | null;
}

export interface Learned {
  readonly expr: Expr;
  /** Share of witnesses it explains. */
  readonly share: number;
  readonly cost: number;
}

export interface LearnOptions {
  readonly refs: readonly Ref[];
  readonly name: string;
  readonly path: JsonPath;
  /** Agreement wanted; 1 where few witnesses are there. */
  readonly agreement?: number;
  readonly split?: boolean;
}
