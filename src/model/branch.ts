import type { Effect } from './effect.ts';
import type { Guard } from './guard.ts';
import type { OperationId, ResourceName } from './names.ts';
import type { HeaderModel, Template } from './template.ts';

/** One way an operation answers: when, what it changes, and what it says. */
export interface Branch {
  readonly guard: Guard;
  readonly status: number;
  readonly effects: readonly Effect[];
  readonly body: Template;
  readonly headers: readonly HeaderModel[];
  /** How often it was seen; a guard learned from one example is `seen: 1`. */
  readonly seen: number;
  /** True for the branches where the operation did what it is for. */
  readonly success: boolean;
}

export interface ErrorShape {
  /** `any` matches every operation of the origin. */
  readonly scope: {
    readonly origin: string;
    readonly operation: OperationId | 'any';
    readonly resource: ResourceName | null;
  };
  readonly trigger:
    | 'not-found'
    | 'gone'
    | 'unknown-path'
    | 'method-not-allowed'
    | 'unauthenticated'
    | 'expired'
    | 'forbidden'
    | 'invalid'
    | 'conflict'
    | 'rate-limited'
    | 'unavailable'
    | 'precondition'
    | 'idempotency'
    | 'other';
  readonly status: number;
  readonly headers: readonly HeaderModel[];
  readonly body: Template;
  readonly seen: number;
}
