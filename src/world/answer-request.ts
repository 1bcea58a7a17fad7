/** One request, from the wire to the answer: the order of decisions is the one of a real server, faults outermost. */
import type { Turn } from './compiled.ts';
import type { HttpRequest } from '../model/http.ts';
import type { EntityChange } from '../model/trace.ts';
import type { WorldAnswer } from '../model/world.ts';
import { actBefore } from './state/actors.ts';
import { authGate } from './auth/auth-gate.ts';
import { branchAnswer } from './answers/branch-answer.ts';
import { refuse } from './answers/error-answer.ts';
import { injectBodyFaults, injectFault, losesEffect, type Outcome } from './faults/inject-fault.ts';
import { answerJob, runJobs } from './effects/jobs.ts';
import { latencyOf, lineOf } from './faults/latency.ts';
import { applyAgain, perform } from './perform.ts';
import { openReferences, takeOpening } from './answers/open-references.ts';
import type { Performed } from './answers/performed.ts';
import { findOperation, nameRecords } from './request/read-request.ts';
import { RequestView } from './request/request-view.ts';
import { recordedAnswer } from './recorded/serve-recorded.ts';
import { withNewNames } from './answers/renamed-errors.ts';
import { movedAway, underOldPath } from './request/moved-paths.ts';
import { drawOnQuota, withQuota } from './faults/quota.ts';
import { renameInRequest } from './request/request-renames.ts';
import type { Hit } from './faults/rules.ts';
import { freshenStale, staleView } from './faults/stale-reads.ts';
import { RequestTurn } from './turn.ts';
import type { WorldCore } from './world-core.ts';

/** What a client that waits forever would wait. */
const FOREVER_MS = 600_000;
const NO_HITS: readonly Hit[] = [];

export function answerRequest(core: WorldCore, raw: HttpRequest, at: number): WorldAnswer {
  if (core.jobs.size === 0) return answerOne(core, raw, at);
  const done = runJobs(core, at, (request, due) => doJob(core, request, due));
  const answer = answerOne(core, raw, at);
  return done.length === 0 ? answer : { ...answer, changes: [...done, ...answer.changes] };
}

function answerOne(core: WorldCore, raw: HttpRequest, at: number): WorldAnswer {
  const turn = turnOf(core, core.moved.length === 0 ? raw : underOldPath(core, raw), at, core.step++);
  const opening = core.compiled.model.expansions.length === 0 ? null : takeOpening(turn);
  const faultsBefore = core.rules.delivered().length;
  const job = core.jobs.size === 0 ? null : answerJob(core, turn);
  if (job !== null)
    return finish(core, turn, NO_HITS, { kind: 'response', response: job }, 'template', [], faultsBefore);
  if (core.foreign.has(raw.origin)) {
    const error = { kind: 'refused', message: 'connect ECONNREFUSED' } as const;
    return finish(core, turn, NO_HITS, { kind: 'error', error, hangs: false }, 'fault', [], faultsBefore);
  }
  const found = route(core, turn);
  const hits = core.rules.isEmpty ? NO_HITS : core.rules.hits(turn);
  if (!core.rules.isEmpty) actBefore(core, turn, hits);
  const early =
    hits.length === 0 ? null : (injectFault(turn, core.rules, hits, 'before') ?? drawOnQuota(turn, core.rules, hits));
  if (early !== null) return finish(core, turn, hits, early, 'fault', [], faultsBefore);
  const answered =
    turn.op === null && found !== null
      ? (recordedAnswer(core, turn, false) ?? found)
      : afterGate(core, turn, hits, raw);
  const opened = opening === null ? answered : openReferences(turn, opening, answered);
  const performed =
    core.views === null || turn.op === null
      ? opened
      : { ...opened, response: withNewNames(opened.response, turn.op, core.views) };
  return outward(core, turn, hits, performed, faultsBefore);
}

function turnOf(core: WorldCore, raw: HttpRequest, at: number, step: number): RequestTurn {
  const { compiled, state, seed, views, mentioned } = core;
  return new RequestTurn({ compiled, state, request: new RequestView(raw), at, step, seed, views, mentioned });
}

/** Finds the operation and the records; what the API answers where there is none. */
function route(core: WorldCore, turn: RequestTurn): Performed | null {
  const found = findOperation(turn);
  if (turn.op !== null) {
    if (core.views !== null) renameInRequest(turn.request, turn.op, core.views);
    nameRecords(turn);
  }
  return found;
}

/** A write whose turn has come, under the credential it was sent with. */
function doJob(core: WorldCore, raw: HttpRequest, at: number): Performed {
  const turn = turnOf(core, raw, at, core.step);
  const found = route(core, turn);
  if (found !== null) return found;
  authGate(turn, core.tokens);
  return perform(core, turn, NO_HITS, true);
}

function afterGate(core: WorldCore, turn: Turn, hits: readonly Hit[], raw: HttpRequest): Performed {
  const gate = authGate(turn, core.tokens);
  if (gate.refused !== null) {
    const recorded = recordedAnswer(core, turn, true);
    if (recorded !== null) return recorded;
    if (gate.cutShort) noteShortLife(core, turn);
    if (gate.branch !== undefined) return { response: branchAnswer(turn, gate.branch), source: 'error', changes: [] };
    return { ...refuse(turn, gate.refused), changes: [] };
  }
  if (turn.principal !== null && turn.op !== null && turn.op.aliases.size > 0) nameRecords(turn);
  const away = core.moved.length === 0 ? null : movedAway(core, turn, raw);
  if (away !== null) return away;
  const stale = staleView(core, turn, hits);
  if (stale !== null) {
    const performed = perform(core, stale.turn, hits, false);
    freshenStale(core, stale);
    turn.reads = stale.turn.reads;
    return performed;
  }
  return perform(core, turn, hits, !losesEffect(core.rules, hits));
}

/** Body faults and faults after the effect, then the shape of the answer. */
function outward(
  core: WorldCore,
  turn: Turn,
  hits: readonly Hit[],
  performed: Performed,
  faultsBefore: number,
): WorldAnswer {
  let { changes } = performed;
  if (hits.length > 0) changes = [...changes, ...applyAgain(core, turn, hits, performed)];
  const late = hits.length === 0 ? null : injectFault(turn, core.rules, hits, 'after');
  if (late !== null) return finish(core, turn, hits, late, 'fault', changes, faultsBefore);
  const isHead = turn.request.raw.method === 'HEAD';
  const response = isHead ? { ...performed.response, body: Buffer.alloc(0) } : performed.response;
  const outcome: Outcome =
    hits.length === 0 ? { kind: 'response', response } : injectBodyFaults(turn, core.rules, hits, response);
  return finish(core, turn, hits, outcome, performed.source, changes, faultsBefore);
}

function finish(
  core: WorldCore,
  turn: Turn,
  hits: readonly Hit[],
  outcome: Outcome,
  source: WorldAnswer['source'],
  changes: readonly EntityChange[],
  faultsBefore: number,
): WorldAnswer {
  const hangs = outcome.kind === 'error' && outcome.hangs;
  const line = hits.length === 0 ? undefined : lineOf(hits);
  const delivered = core.rules.delivered();
  const isShown = source !== 'fault' && source !== 'none' && source !== 'error' && source !== 'synthetic-error';
  return {
    outcome:
      outcome.kind === 'response'
        ? { kind: 'response', response: withQuota(outcome.response, hits), ...(line !== undefined && { line }) }
        : { kind: 'error', error: outcome.error },
    latencyMs: hangs ? FOREVER_MS : latencyOf(turn, hits),
    operation: turn.op?.operation.id ?? null,
    source,
    unverified: turn.unverified && source !== 'fault',
    noAnswer: turn.noAnswer && source === 'none',
    principal: turn.principal?.id ?? null,
    reads: isShown ? turn.reads : [],
    changes,
    faults: delivered.length === faultsBefore ? [] : delivered.slice(faultsBefore),
  };
}

function noteShortLife(core: WorldCore, turn: Turn): void {
  core.rules.note(core.tokenPatch, 'token ended', turn);
}
