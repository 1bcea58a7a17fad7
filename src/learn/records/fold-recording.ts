/** Third pass: folds every session into the chronicle, and keeps bounded witnesses of what each operation did. */
import { headerValue } from '../../model/http.ts';
import { jsonEquals, type JsonObject } from '../../model/json.ts';
import type { EntityKey, OperationId } from '../../model/names.ts';
import type { AuthEvidence } from '../auth/auth-evidence.ts';
import { credentialOf } from '../auth/credential.ts';
import { principalOfToken } from '../auth/token-holder.ts';
import type { Call } from '../reading/call.ts';
import { createChronicle, docBefore, markDeleted, observe, type Chronicle, type Track } from './chronicle.ts';
import { makesRecord, type Layout, type OperationLayout } from '../paths/layout.ts';
import { createSampler, offer, type Sampler } from '../reading/sampler.ts';
import { parentIdsOf, targetKeyOf } from '../values/scene.ts';
import { viewsIn, type KeyRules, type RecordView } from './views.ts';

export interface Witness {
  readonly call: Call;
  readonly now: number;
  readonly principal: string | null;
  readonly targetKey: EntityKey | null;
  readonly createdKey: EntityKey | null;
  /** Keys of the records the answer showed, by role, in order. */
  readonly shown: readonly {
    readonly key: EntityKey;
    readonly role: RecordView['role'];
    readonly at: RecordView['at'];
  }[];
}

export interface Folded {
  readonly chronicle: Chronicle;
  readonly successes: Map<OperationId, Sampler<Witness>>;
  /** By operation, then by `status shape`. */
  readonly failures: Map<OperationId, Map<string, Sampler<Witness>>>;
  /** Ticks at which a record was written to, by key. */
  readonly writes: Map<EntityKey, { tick: number; operation: OperationId }[]>;
  /** Successful writes in order, for finding side effects; they end at `logEndsAt`. */
  readonly writeLog: { readonly tick: number; readonly operation: OperationId; readonly witness: Witness }[];
  /** What came between two looks at a record is known up to this tick. */
  logEndsAt: number;
  /** Ticks at which a record was seen whole or in part. */
  readonly sightings: Map<EntityKey, number[]>;
}

const SUCCESSES = 400;
const FAILURES = 60;
const WRITE_LOG = 20_000;

export function createFolded(): Folded {
  return {
    chronicle: createChronicle(),
    successes: new Map(),
    failures: new Map(),
    writes: new Map(),
    writeLog: [],
    logEndsAt: Number.POSITIVE_INFINITY,
    sightings: new Map(),
  };
}

export interface FoldRules {
  readonly layout: Layout;
  readonly keys: KeyRules;
  readonly auth: AuthEvidence;
  /** Top-level fields that a place shows whole records by; null for partial places. */
  whole(operation: OperationId, place: RecordView): ReadonlySet<string> | null;
  /** A copy inside another record, without what only copies have. */
  known(view: RecordView): JsonObject;
  /** Records that the answer showed in place of their ids. */
  opened(call: Call): readonly { readonly view: RecordView; readonly whole: ReadonlySet<string> | null }[];
  /** Stands for "which error" within an operation. */
  errorShape(call: Call): string;
}

/** A PUT that made the record it names: 201 says so (RFC 9110, section 9.3.4). */
function isUpsert({ exchange }: Call): boolean {
  return exchange.method === 'PUT' && exchange.status === 201;
}

export function foldCall(folded: Folded, rules: FoldRules, call: Call): void {
  const layout = rules.layout.operations.get(call.operation);
  if (layout === undefined) return;
  const { exchange, tick } = call;
  const credential = credentialOf(exchange, rules.auth.handouts);
  const principal = credential === null ? null : principalOfToken(rules.auth, credential);
  const targetKey = targetKeyOf(call, layout, rules.keys);
  const parents = parentIdsOf(call, layout);
  const date = headerValue(exchange.answerHeaders, 'date');
  const serverTime = date === undefined ? Number.NaN : Date.parse(date);
  const now = Number.isFinite(serverTime) && Math.abs(serverTime - exchange.at) > 1000 ? serverTime : exchange.at;
  if (!call.success) {
    const byShape = folded.failures.get(call.operation) ?? new Map<string, Sampler<Witness>>();
    folded.failures.set(call.operation, byShape);
    const shape = rules.errorShape(call);
    const sampler = byShape.get(shape) ?? createSampler<Witness>();
    byShape.set(shape, sampler);
    offer(sampler, { call, now, principal, targetKey, createdKey: null, shown: [] }, FAILURES);
    return;
  }
  const views = [...viewsIn(layout.places, exchange.answer, rules.keys, parents)];
  const isWrite =
    layout.kind !== 'read' && layout.kind !== 'list' && layout.kind !== 'compute' && layout.kind !== 'auth';
  let createdKey: EntityKey | null = null;
  // A create that shows a record known already is the answer to a repeated request (Idempotency-Key): nothing to learn an effect from.
  let repeated = false;
  const renamed = isWrite && targetKey !== null && isRenamed(folded.chronicle, layout, targetKey, views, tick);
  if (renamed) layout.renames = true;
  for (const view of views) {
    const isNew =
      (makesRecord(layout) || isUpsert(call) || renamed) &&
      view.role === 'record' &&
      isUnknown(folded.chronicle, view.key, tick);
    if (isNew && !renamed) createdKey = view.key;
    else if (view.role === 'record' && makesRecord(layout)) repeated = true;
    const track = observe(folded.chronicle, view.role === 'embed' ? { ...view, doc: rules.known(view) } : view, {
      tick,
      at: exchange.at,
      by: call.operation,
      written: isWrite && view.role === 'record',
      born: isNew,
      whole: rules.whole(call.operation, view),
    });
    if (showsMost(view, track)) note(folded.sightings, view.key, tick);
  }
  for (const { view, whole } of rules.opened(call))
    observe(folded.chronicle, view, { tick, at: exchange.at, by: call.operation, written: false, born: false, whole });
  if (renamed && targetKey !== null)
    markDeleted(folded.chronicle, targetKey, { tick, at: exchange.at, by: call.operation });
  if (layout.kind === 'delete' && targetKey !== null && !views.some((view) => view.key === targetKey))
    markDeleted(folded.chronicle, targetKey, { tick, at: exchange.at, by: call.operation });
  if (repeated && createdKey === null) return;
  const witness: Witness = {
    call,
    now,
    principal,
    targetKey,
    createdKey,
    shown: views.map(({ key, role, at }) => ({ key, role, at })),
  };
  if (isWrite) {
    const written = createdKey ?? targetKey;
    if (written !== null) {
      const writes = folded.writes.get(written);
      if (writes === undefined) folded.writes.set(written, [{ tick, operation: call.operation }]);
      else writes.push({ tick, operation: call.operation });
    }
    if (folded.writeLog.length < WRITE_LOG) folded.writeLog.push({ tick, operation: call.operation, witness });
    else folded.logEndsAt = Math.min(folded.logEndsAt, tick);
  }
  const sampler = folded.successes.get(call.operation) ?? createSampler<Witness>();
  folded.successes.set(call.operation, sampler);
  offer(sampler, witness, SUCCESSES);
}

/** A write to a known record that answers with one never met, which differs in what it is called: it has a new name. */
function isRenamed(
  { tracks }: Chronicle,
  layout: OperationLayout,
  targetKey: EntityKey,
  views: readonly RecordView[],
  tick: number,
): boolean {
  if (layout.kind !== 'update' && layout.kind !== 'replace') return false;
  const before = docBefore(tracks.get(targetKey), tick);
  const shown = views.find(({ role, resource }) => role === 'record' && resource === layout.resource);
  if (before === null || before === undefined || shown === undefined || shown.key === targetKey) return false;
  if (docBefore(tracks.get(shown.key), tick) !== undefined) return false;
  const kept = Object.entries(shown.doc).filter(([key, value]) => jsonEquals(before[key], value));
  return kept.length * 2 >= Object.keys(shown.doc).length;
}

/** A copy of two fields inside another record says nothing of what the other fields became. */
function showsMost({ doc }: RecordView, { versions }: Track): boolean {
  return Object.keys(doc).length * 2 >= Object.keys(versions.at(-1)?.doc ?? {}).length;
}

function note(sightings: Map<EntityKey, number[]>, key: EntityKey, tick: number): void {
  const ticks = sightings.get(key);
  if (ticks === undefined) sightings.set(key, [tick]);
  else if (ticks.at(-1) !== tick && ticks.length < 2000) ticks.push(tick);
}

function isUnknown(chronicle: Chronicle, key: EntityKey, tick: number): boolean {
  return docBefore(chronicle.tracks.get(key), tick) === undefined;
}

export function isWriteLayout(layout: OperationLayout): boolean {
  return (
    layout.kind === 'create' ||
    layout.kind === 'update' ||
    layout.kind === 'replace' ||
    layout.kind === 'delete' ||
    layout.kind === 'action'
  );
}
