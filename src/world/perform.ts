/** What the API does with a request that reached it: refuse, read, or write all of it or nothing. */
import type { Effect } from '../model/effect.ts';
import type { EntityKey } from '../model/names.ts';
import type { EntityChange } from '../model/trace.ts';
import { isObject, valueAt, withValueAt, type Json, type JsonObject } from '../model/json.ts';
import { answerList } from './lists/answer-list.ts';
import { applyEffects, putDoc } from './effects/apply-effects.ts';
import type { CompiledBranch, Turn } from './compiled.ts';
import { checkConditions, notModified } from './request/conditions.ts';
import { refuse } from './answers/error-answer.ts';
import { exactAnswer } from './answers/exact-answer.ts';
import { followDerived } from './effects/follow-derived.ts';
import { takeJob } from './effects/jobs.ts';
import { keepIdempotent, repeatedAnswer } from './request/idempotency.ts';
import { answerAuth } from './auth/login.ts';
import { noAnswer } from './answers/no-answer.ts';
import type { Performed } from './answers/performed.ts';
import { chooseBranch } from './answers/choose-branch.ts';
import type { Rec } from './state/rec.ts';
import { reply } from './answers/reply.ts';
import { requirement } from './request/requirements.ts';
import { Sink } from './answers/sink.ts';
import { rememberBefore } from './faults/stale-reads.ts';
import { idsIn } from './ids-in.ts';
import { noteWritten, recordedAnswer } from './recorded/serve-recorded.ts';
import { RequestTurn } from './turn.ts';
import type { Hit } from './faults/rules.ts';
import type { WorldCore } from './world-core.ts';

const NO_CHANGES: readonly EntityChange[] = [];

/** `keeps` false: nothing of what it does stays. */
export function perform(core: WorldCore, turn: Turn, hits: readonly Hit[], keeps: boolean): Performed {
  const { op } = turn;
  if (op === null) return noAnswer(turn);
  const repeated = repeatedAnswer(core, turn);
  if (repeated !== null) return repeated;
  const recorded = recordedAnswer(core, turn, false);
  if (recorded !== null) {
    if (recorded.changes.length > 0) keepIdempotent(core, turn, recorded);
    return recorded;
  }
  const required = requirement(turn, hits, core);
  if (required !== null) return required;
  const auth = answerAuth(turn, core.tokens);
  if (auth !== null) {
    if (auth.kind === 'answer') return { response: auth.response, source: 'auth', changes: NO_CHANGES };
    return { ...auth.refusal, changes: NO_CHANGES };
  }
  const conditional = checkConditions(turn);
  if (conditional !== null) return { ...conditional, changes: NO_CHANGES };
  const choice = chooseBranch(turn);
  if (choice.kind === 'refused') return { ...choice.refusal, changes: NO_CHANGES };
  if (choice.kind === 'unknown') return noAnswer(turn);
  const { branch } = choice;
  const taken = takeJob(core, turn, hits, () => run(core, turn, [], branch, false));
  return taken ?? run(core, turn, hits, branch, keeps);
}

function run(core: WorldCore, turn: Turn, hits: readonly Hit[], compiled: CompiledBranch, keeps: boolean): Performed {
  const { branch } = compiled;
  const { state } = core;
  const isWrite = branch.effects.length > 0;
  const mark = turn.state.mark();
  if (isWrite) {
    if (applyEffects(turn, branch.effects) === 'taken') {
      turn.state.rollback(mark);
      turn.draft = null;
      turn.unverified = true;
      return { ...refuse(turn, 'conflict'), changes: NO_CHANGES };
    }
    followDerived(turn, mark, recomputes(branch.effects));
  } else if (!listPage(turn, hits, core)) return { ...refuse(turn, 'invalid', null), changes: NO_CHANGES };
  const performed = render(turn, compiled);
  if (performed === null) {
    turn.state.rollback(mark);
    return noAnswer(turn);
  }
  if (!isWrite) return { ...(notModified(turn, performed) ?? performed), changes: NO_CHANGES };
  if (turn.state !== state || !keeps) {
    turn.state.rollback(mark);
    return { ...performed, changes: NO_CHANGES };
  }
  leaveFields(core, turn, hits, mark);
  rememberBefore(core, firstVersions(core, mark));
  const changes = core.commit(mark, turn.at, turn.step, 'agent', turn.op?.operation.id ?? null);
  const done = { ...performed, changes };
  noteWritten(core, turn, done);
  keepIdempotent(core, turn, done);
  return done;
}

function recomputes(effects: readonly Effect[]): readonly Effect[] {
  return effects.filter(({ t }) => t === 'recompute');
}

function listPage(turn: Turn, hits: readonly Hit[], core: WorldCore): boolean {
  if ((turn.op?.operation.list ?? null) === null) return true;
  const hit = hits.find(({ patch }) => patch.p === 'list');
  if (hit?.patch.p !== 'list') return answerList(turn);
  core.rules.fire(hit.index, 'list', turn);
  return answerList(turn, hit.patch);
}

/** Null where the model has no body to give. */
function render(turn: Turn, { branch, render: write, headers }: CompiledBranch): Omit<Performed, 'changes'> | null {
  turn.sampleStatus = branch.status;
  const sink = new Sink();
  const hasBody = write(turn, sink);
  if (turn.noAnswer) return null;
  const exact = branch.success && branch.effects.length === 0 ? exactAnswer(turn, sink) : null;
  const body = exact ?? (hasBody ? sink.done() : EMPTY);
  if (turn.sample?.body.kind === 'text') for (const id of idsIn(turn.sample.body.text)) turn.mentioned.add(id);
  const type = turn.sample?.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const response = reply(turn, branch.status, headers, body, type);
  const source = !branch.success
    ? 'error'
    : exact !== null
      ? 'exact'
      : turn.sample !== null
        ? 'template'
        : (turn.op?.operation.list ?? null) === null
          ? 'entity'
          : 'list';
  return { response, source };
}

const EMPTY = Buffer.alloc(0);

/** A write that says it did everything, and left some fields as they were. */
function leaveFields(core: WorldCore, turn: Turn, hits: readonly Hit[], mark: number): void {
  for (const { index, patch } of hits) {
    if (patch.p !== 'ignore-field' || core.rules.fired(index) >= patch.times) continue;
    const key = turn.created ?? turn.target?.key;
    const now = key === undefined ? undefined : turn.state.live(key);
    const resource = now === undefined ? undefined : turn.resource(now.resource);
    if (key === undefined || now === undefined || resource === undefined) continue;
    const before = turn.state.asOf(mark, () => turn.state.live(key)?.doc);
    let doc: Json = now.doc;
    for (const path of patch.paths) {
      const old = valueAt(before, path) ?? (before === undefined ? null : undefined);
      if (valueAt(doc, path) !== undefined) doc = withValueAt(doc, path, old);
    }
    if (!isObject(doc)) continue;
    const size = turn.state.mark();
    putDoc(turn, now, resource, doc as JsonObject);
    if (turn.state.mark() === size) continue;
    followDerived(turn, size, []);
    core.rules.fire(index, `ignored ${patch.paths.map((path) => path.join('.')).join(', ')}`, turn);
  }
}

function firstVersions(core: WorldCore, mark: number): ReadonlyMap<EntityKey, Rec | undefined> {
  const first = new Map<EntityKey, Rec | undefined>();
  for (const { key, before } of core.state.changesSince(mark))
    if (!first.has(key)) first.set(key, before ?? core.compiled.base.get(key));
  return first;
}

/** The same write once more, where the server is to do it twice; its second answer is lost. */
export function applyAgain(
  core: WorldCore,
  turn: Turn,
  hits: readonly Hit[],
  first: Performed,
): readonly EntityChange[] {
  if (first.changes.length === 0) return NO_CHANGES;
  const hit = hits.find(({ index, patch }) => patch.p === 'apply-twice' && core.rules.fired(index) < patch.times);
  const branch = hit === undefined ? null : chooseBranch(turn);
  if (hit === undefined || branch?.kind !== 'branch') return NO_CHANGES;
  const { compiled, state, request, at, step, seed, views, mentioned } = turn;
  const again = new RequestTurn({ compiled, state, request, at, step, seed, views, mentioned });
  again.op = turn.op;
  again.principal = turn.principal;
  again.target = turn.target;
  again.parents = turn.parents;
  again.draws = 1000;
  const { changes } = run(core, again, [], branch.branch, true);
  if (changes.length > 0) core.rules.fire(hit.index, 'applied twice', turn);
  return changes;
}
