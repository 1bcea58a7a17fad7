/**
 * A rollout as a synchronous object: the world, the clock of the world and the record of what happened.
 * Proofs drive it directly; agents reach it through fetch, tools, sockets or the control channel, which all end here.
 */
import { NO_BODY, type HttpRequest, type NetworkErrorKind } from '../model/http.ts';
import type { Episode } from '../model/episode.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type {
  AgentView,
  EpisodeRun,
  RolloutEnd,
  StartEpisode,
  StartOptions,
  Step,
  Trajectory,
} from '../model/rollout.ts';
import type { ReportReason } from '../model/report-reason.ts';
import type { ToolResult } from '../model/tools.ts';
import type { World, WorldAnswer } from '../model/world.ts';
import { agentView } from './agent-view.ts';
import type { SharedParts, WorldParts } from './parts.ts';
import { subjectsBefore, type SubjectsBefore } from './subjects-before.ts';
import { ToolBelt, type ToolUse } from './tool-belt.ts';

/** World time that passes before each call: an agent is never infinitely fast, and its real speed must not matter. */
export const THINK_MS = 250;
const LONGEST_WAIT_S = 366 * 86_400;
const DEFAULT_REPLY =
  'Thank you for asking. Everything I know about this is in my request; please go on with it as you see fit.';

export function createStart(parts: WorldParts): StartEpisode {
  const shared: SharedParts = {
    ...parts,
    operations: new Map(parts.model.operations.map((operation) => [operation.id, operation])),
    toolsByName: new Map(parts.tools.map((tool) => [tool.name, tool])),
  };
  return (episode, options) => new Run(shared, episode, options);
}

type Outcome = WorldAnswer['outcome'];

const NOTHING = {
  operation: null,
  source: 'none',
  unverified: false,
  noAnswer: false,
  principal: null,
  reads: [],
  changes: [],
  faults: [],
} as const;

class Run implements EpisodeRun {
  readonly episode: Episode;
  readonly world: World;
  readonly #shared: SharedParts;
  readonly #options: StartOptions;
  readonly #maxCalls: number;
  readonly #steps: Step[] = [];
  readonly #before: SubjectsBefore;
  #at: number;
  #calls = 0;
  #turns = 0;
  #end: RolloutEnd | null = null;
  #view: AgentView | null = null;
  #belt: ToolBelt | null = null;

  constructor(shared: SharedParts, episode: Episode, options: StartOptions) {
    this.#shared = shared;
    this.episode = episode;
    this.#options = options;
    this.#maxCalls = options.maxCalls ?? episode.limits.calls;
    this.#at = episode.startAt;
    this.world = shared.createWorld({
      model: shared.model,
      patches: episode.patches,
      seed: options.seed,
      startAt: episode.startAt,
    });
    this.#before = subjectsBefore(episode, this.world);
  }

  get view(): AgentView {
    this.#view ??= agentView(this.#shared, this.episode, this.#options.seed);
    return this.#view;
  }

  get at(): number {
    return this.#at;
  }

  get over(): boolean {
    return this.#end !== null;
  }

  request(request: HttpRequest): Outcome {
    if (this.episode.interface === 'tools')
      return refused('This episode is played through its tools: use call(name, arguments).');
    if (!this.#mayCall()) return refused('The episode is over.');
    return this.#send(request, null);
  }

  call(name: string, args: JsonObject): ToolResult {
    this.#belt ??= new ToolBelt(this.#shared, this.episode, (request, tool) => this.#send(request, tool));
    const more = this.#end === null ? this.#belt.more(name, args) : null;
    if (more !== null) return more;
    if (!this.#mayCall()) return { status: 410, headers: {}, body: { error: 'episode_over' }, truncated: false };
    const prepared = this.#belt.prepare(name, args);
    if ('refusal' in prepared) {
      this.#recordRefusal({ name, arguments: args }, prepared.refusal);
      return prepared.refusal;
    }
    return this.#belt.use(prepared);
  }

  wait(seconds: number): void {
    if (this.over) return;
    const span = Number.isFinite(seconds) ? Math.min(Math.max(0, seconds), LONGEST_WAIT_S) : 0;
    this.#steps.push({ kind: 'wait', index: this.#steps.length, at: this.#at, seconds: span });
    this.#at += Math.round(span * 1000);
  }

  say(text: string): string {
    if (this.over) return '';
    const turns = this.episode.user?.turns ?? [];
    const reply = turns[Math.min(this.#turns, turns.length - 1)]?.reply ?? DEFAULT_REPLY;
    this.#turns++;
    this.#steps.push({ kind: 'say', index: this.#steps.length, at: this.#at, text, reply });
    return reply;
  }

  report(reason: ReportReason, evidence: readonly string[]): void {
    if (this.over) return;
    this.#steps.push({ kind: 'report', index: this.#steps.length, at: this.#at, reason, evidence });
    this.#end = { kind: 'reported', reason, evidence };
  }

  finish(answer: Json | null): void {
    if (this.over) return;
    this.#steps.push({ kind: 'finish', index: this.#steps.length, at: this.#at, answer });
    this.#end = { kind: 'finished', answer };
  }

  fail(why: 'crash' | 'max-calls' | 'timeout', message: string): void {
    this.#end ??= { kind: 'broke', why, message };
  }

  trajectory(): Trajectory {
    return {
      interface: this.episode.interface,
      steps: [...this.#steps],
      end: this.#end ?? { kind: 'finished', answer: null },
      diff: this.world.diff(),
      subjects: [...this.#before].map(([key, { resource, doc }]) => ({
        key,
        resource,
        before: doc,
        after: this.world.entity(key)?.doc ?? null,
      })),
      foreign: this.world.events().flatMap(({ cause, at, change }) => (cause === 'actor' ? [{ at, change }] : [])),
      digest: this.world.digest(),
      startedAt: this.episode.startAt,
      endedAt: this.#at,
    };
  }

  /** Counts one call of the agent; the one after the last allowed breaks the rollout. */
  #mayCall(): boolean {
    if (this.over) return false;
    if (this.#calls >= this.#maxCalls) {
      this.fail('max-calls', `The agent made more than ${this.#maxCalls} calls.`);
      return false;
    }
    this.#calls++;
    return true;
  }

  /** Calls the runtime makes on the agent's behalf (a token refreshed for a tool) come here without being counted. */
  #send(request: HttpRequest, tool: ToolUse | null): Outcome {
    const { timeoutMs } = this.episode.limits;
    const at = this.#at + THINK_MS;
    const answer = this.#handle(request, at);
    const late = !(answer.latencyMs <= timeoutMs) || isTimeout(answer.outcome);
    const { line, ...given } = answer.outcome;
    const outcome: Outcome = late
      ? { kind: 'error', error: { kind: 'timeout', message: `No answer within ${timeoutMs} ms.` } }
      : given;
    const { operation, source, unverified, noAnswer, principal, reads, changes, faults } = answer;
    const latencyMs = Number.isFinite(answer.latencyMs) ? answer.latencyMs : timeoutMs;
    const index = this.#steps.length;
    this.#steps.push({
      kind: 'call',
      index,
      at,
      request,
      tool,
      outcome,
      latencyMs,
      operation,
      source,
      unverified,
      noAnswer,
      principal,
      reads,
      changes,
      faults,
    });
    this.#at = at + (late ? timeoutMs : Math.max(0, Math.round(latencyMs)));
    if (noAnswer)
      this.#end ??= {
        kind: 'tainted',
        message: `The world has no answer for ${operation ?? `${request.method} ${request.target}`}.`,
      };
    if (line === undefined) return outcome;
    return { ...outcome, line: { ...line, cut: late && given.kind === 'response' ? given.response : null } };
  }

  /** A bug of the world is a failure of the environment: the rollout is tainted, its siblings go on. */
  #handle(request: HttpRequest, at: number): WorldAnswer {
    try {
      return this.world.handle(request, at);
    } catch (error) {
      this.#end ??= {
        kind: 'tainted',
        message: `The world failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      };
      return {
        outcome: { kind: 'error', error: { kind: 'reset', message: 'The world failed.' } },
        latencyMs: 0,
        ...NOTHING,
      };
    }
  }

  /** A tool that does not exist, or arguments that it does not take: the agent's doing, and the world never hears of it. */
  #recordRefusal(tool: ToolUse, result: ToolResult): void {
    this.#at += THINK_MS;
    const body = Buffer.from(JSON.stringify(result.body), 'utf8');
    const request: HttpRequest = {
      method: 'POST',
      origin: 'tools://local',
      target: `/${encodeURIComponent(tool.name)}`,
      headers: [],
      body: NO_BODY,
    };
    const outcome: Outcome = {
      kind: 'response',
      response: { status: result.status, headers: [['Content-Type', 'application/json']], body },
    };
    this.#steps.push({
      kind: 'call',
      index: this.#steps.length,
      at: this.#at,
      request,
      tool,
      outcome,
      latencyMs: 0,
      ...NOTHING,
    });
  }
}

function isTimeout(outcome: Outcome): boolean {
  return outcome.kind === 'error' && outcome.error.kind === ('timeout' satisfies NetworkErrorKind);
}

function refused(message: string): Outcome {
  return { kind: 'error', error: { kind: 'refused', message } };
}
