/** All that one world holds: its records, credentials, edits in force, and what happened so far. */
import { jsonEquals, type JsonObject } from '../model/json.ts';
import type { HttpResponse } from '../model/http.ts';
import type { EntityKey, OperationId } from '../model/names.ts';
import type { EntityChange } from '../model/trace.ts';
import type { DeliveredFault, WorldEvent, WorldPatch, WorldSpec } from '../model/world.ts';
import { compileModel } from './compile-model.ts';
import type { CompiledModel } from './compiled.ts';
import type { Rec } from './state/rec.ts';
import { RecordedLine } from './recorded/recorded-line.ts';
import type { Job } from './effects/job.ts';
import { Rules } from './faults/rules.ts';
import { startState } from './state/start-state.ts';
import type { WorldState } from './state/state.ts';
import { Tokens } from './auth/tokens.ts';
import { createViewEdits, type ViewEdits } from './state/view-edits.ts';

export interface StoredAnswer {
  readonly payload: string;
  readonly response: HttpResponse;
}

/** An old version that a stale reader still sees, and how often. */
export interface Remembered {
  readonly before: Rec | undefined;
  left: number;
}

export class WorldCore {
  readonly compiled: CompiledModel;
  readonly seed: number;
  readonly startAt: number;
  readonly views: ViewEdits | null;
  readonly state: WorldState;
  readonly tokens: Tokens;
  readonly rules: Rules;
  /** Records as they were at reset, of those that were written since. */
  readonly origins = new Map<EntityKey, Rec | undefined>();
  readonly events: WorldEvent[] = [];
  readonly remembered = new Map<EntityKey, Remembered>();
  readonly idempotent = new Map<string, StoredAnswer>();
  readonly mentioned = new Set<string>();
  /** By path. */
  readonly jobs = new Map<string, Job>();
  /** Values of request headers that were used before, by the edit that says so. */
  readonly usedKeys = new Map<number, readonly string[]>();
  /** Origins that links were made to point to; nobody is there. */
  readonly foreign: ReadonlySet<string>;
  readonly moved: readonly { readonly index: number; readonly patch: Extract<WorldPatch, { p: 'moved' }> }[];
  /** Null where nothing is to be served as it was recorded. */
  readonly recorded: RecordedLine | null;
  /** Index of the edit that shortens token lives; -1 where there is none. */
  readonly tokenPatch: number;
  step = 0;

  constructor(spec: WorldSpec, from?: WorldCore) {
    this.seed = spec.seed;
    this.startAt = spec.startAt;
    this.compiled = from?.compiled ?? compileModel(spec.model);
    this.views = from === undefined ? createViewEdits(spec.patches.filter((patch) => patch.p === 'view')) : from.views;
    this.state =
      from === undefined ? startState(this.compiled, spec.patches, spec.startAt, spec.seed) : from.state.fork();
    const life = from === undefined ? (spec.patches.findLast((patch) => patch.p === 'token-life') ?? null) : null;
    this.tokens =
      from === undefined
        ? new Tokens(this.compiled.model.auth, spec.startAt, life)
        : from.tokens.fork(this.compiled.model.auth);
    this.moved = from?.moved ?? spec.patches.flatMap((patch, index) => (patch.p === 'moved' ? [{ index, patch }] : []));
    this.foreign =
      from?.foreign ??
      new Set(
        spec.patches.flatMap((patch) => (patch.p === 'list' && patch.linksTo !== undefined ? [patch.linksTo] : [])),
      );
    this.tokenPatch = from?.tokenPatch ?? spec.patches.findLastIndex((patch) => patch.p === 'token-life');
    this.rules = from === undefined ? new Rules(spec.patches) : from.rules.fork();
    const isEdited = this.views !== null || !this.rules.isEmpty || life !== null;
    const start = from === undefined && !isEdited ? spec.recorded : undefined;
    this.recorded = from?.recorded?.fork() ?? (start === undefined ? null : new RecordedLine(start));
    if (from === undefined) return;
    this.origins = new Map(from.origins);
    this.events = [...from.events];
    this.remembered = new Map([...from.remembered].map(([key, value]) => [key, { ...value }]));
    this.idempotent = new Map(from.idempotent);
    this.mentioned = new Set(from.mentioned);
    this.jobs = new Map(from.jobs);
    this.usedKeys = new Map(from.usedKeys);
    this.step = from.step;
  }

  /** Makes everything written since `mark` final. One change per record, and only where it differs. */
  commit(
    mark: number,
    at: number,
    request: number,
    cause: WorldEvent['cause'],
    operation: OperationId | null,
  ): readonly EntityChange[] {
    const first = new Map<EntityKey, Rec | undefined>();
    for (const { key, before } of this.state.changesSince(mark)) {
      if (!first.has(key)) first.set(key, before ?? this.compiled.base.get(key));
    }
    if (first.size === 0) return [];
    const changes: EntityChange[] = [];
    for (const [key, before] of first) {
      const after = this.state.get(key);
      const origin =
        before ??
        (after?.ghost === true ? this.compiled.base.ghosts.make(this.#resourceOf(after), after.entity.id) : undefined);
      const change = changeOf(key, origin, after);
      if (change === null) continue;
      changes.push(change);
      if (!this.origins.has(key)) this.origins.set(key, origin);
      this.events.push({ request, at, cause, operation, change });
    }
    this.state.commit();
    return changes;
  }

  diff(): readonly EntityChange[] {
    return [...this.origins].flatMap(([key, before]) => changeOf(key, before, this.state.get(key)) ?? []);
  }

  delivered(): readonly DeliveredFault[] {
    return this.rules.delivered();
  }

  #resourceOf(rec: Rec) {
    const resource = this.compiled.base.resources.get(rec.resource);
    if (resource === undefined) throw new Error(`no resource ${rec.resource}`);
    return resource;
  }
}

function changeOf(key: EntityKey, before: Rec | undefined, after: Rec | undefined): EntityChange | null {
  const [was, is] = [docOf(before), docOf(after)];
  if (was === is || (was !== null && is !== null && jsonEquals(was, is))) return null;
  return { key, resource: (after ?? before)?.resource ?? '', before: was, after: is };
}

function docOf(rec: Rec | undefined): JsonObject | null {
  return rec === undefined || rec.dead !== null ? null : rec.doc;
}
