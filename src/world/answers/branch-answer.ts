/** The answer of a branch that changes nothing. */
import type { HttpResponse } from '../../model/http.ts';
import type { CompiledBranch, Turn } from '../compiled.ts';
import { reply } from './reply.ts';
import { Sink } from './sink.ts';

export function branchAnswer(turn: Turn, { branch, render, headers }: CompiledBranch): HttpResponse {
  turn.sampleStatus = branch.status;
  const sink = new Sink();
  render(turn, sink);
  return reply(turn, branch.status, headers, sink.done());
}
