/** The control channel of one rollout: what an agent does beside calling the API. Never says what anything is worth. */
import { isArray, isObject, type Json, type JsonObject } from '../model/json.ts';
import type { EpisodeRun } from '../model/rollout.ts';
import { REPORT_REASONS, type ReportReason } from '../model/report-reason.ts';

export interface ControlAnswer {
  readonly status: 200 | 400 | 404 | 410;
  readonly body: JsonObject;
}

/** `POST {url}/{action}` with a JSON object. */
export function control(run: EpisodeRun, action: string, input: JsonObject): ControlAnswer {
  if (!ACTIONS.has(action))
    return { status: 404, body: { error: 'unknown_action', message: `There is: ${[...ACTIONS.keys()].join(', ')}.` } };
  if (run.over) return { status: 410, body: { error: 'rollout_over', message: 'The rollout is over.' } };
  return ACTIONS.get(action)?.(run, input) ?? bad('unknown action');
}

type Action = (run: EpisodeRun, input: JsonObject) => ControlAnswer;

const DONE: ControlAnswer = { status: 200, body: {} };

const ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['call', call],
  ['finish', finish],
  ['report', report],
  ['wait', wait],
  ['say', say],
]);

function call(run: EpisodeRun, input: JsonObject): ControlAnswer {
  const { name } = input;
  // Models hand over arguments as text as often as not.
  const args = typeof input['arguments'] === 'string' ? parsed(input['arguments']) : (input['arguments'] ?? {});
  if (typeof name !== 'string' || !isObject(args)) return bad('call takes {"name": text, "arguments": object}.');
  const { status, headers, body, truncated } = run.call(name, args);
  return { status: 200, body: { status, headers, body: body as Json, truncated } };
}

function finish(run: EpisodeRun, { answer }: JsonObject): ControlAnswer {
  run.finish(answer ?? null);
  return DONE;
}

function report(run: EpisodeRun, { reason, evidence = [] }: JsonObject): ControlAnswer {
  if (!REPORT_REASONS.some((known) => known === reason))
    return bad(`report takes a reason, one of ${REPORT_REASONS.join(', ')}.`);
  if (!isArray(evidence)) return bad('report takes {"reason": text, "evidence": [ids]}.');
  run.report(reason as ReportReason, evidence.map(String));
  return DONE;
}

function wait(run: EpisodeRun, { seconds }: JsonObject): ControlAnswer {
  if (typeof seconds !== 'number' || !(seconds >= 0)) return bad('wait takes {"seconds": number}.');
  run.wait(seconds);
  return DONE;
}

function say(run: EpisodeRun, { text }: JsonObject): ControlAnswer {
  if (typeof text !== 'string') return bad('say takes {"text": text}.');
  return { status: 200, body: { reply: run.say(text) } };
}

function bad(message: string): ControlAnswer {
  return { status: 400, body: { error: 'bad_request', message } };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
