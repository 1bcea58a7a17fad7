import { bindAnswer, renderProbe } from './probe.ts';
import type { Bindings, ProbeAction } from './probe.ts';
import type { ReferenceApi, ReferenceInstance, ReferenceRequest, ReferenceResponse } from './reference-api.ts';

export interface ProbedCall {
  readonly action: ProbeAction;
  readonly at: number;
  readonly request: ReferenceRequest;
  readonly response: ReferenceResponse;
  /** as they stood when the call was rendered */
  readonly before: Bindings;
  /** with what the answer bound */
  readonly after: Bindings;
}

/** Drives one instance with a probe stream; what a lockstep fuzzer does on its reference side. */
export function* runProbes(
  api: ReferenceApi,
  instance: ReferenceInstance,
  seed: number,
  start: number,
): Generator<ProbedCall, never> {
  const source = api.probes(seed);
  let bindings: Bindings = new Map();
  let at = start;
  for (;;) {
    const action = source.next({ bindings });
    const request = renderProbe(action, bindings);
    if (request === undefined) throw new Error(`${api.name}: an unbound handle in ${JSON.stringify(action)}`);
    at += action.afterMs;
    const response = instance.handle(request, at);
    const before = bindings;
    bindings = bindAnswer(action, response, bindings);
    yield { action, at, request, response, before, after: bindings };
  }
}
