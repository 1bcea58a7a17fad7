/** Recorded answers kept for operations that no resource stands behind, and for exact answers. */
import { isAscii } from 'node:buffer';
import type { AnswerSample } from '../../model/base-state.ts';
import type { EntityKey, ResourceName } from '../../model/names.ts';
import { slotsOf } from '../reading/call.ts';
import type { Witness } from '../records/fold-recording.ts';

const QUIET = new Set([
  'date',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'set-cookie',
  'content-encoding',
]);

export function answerSample(witness: Witness, resource: ResourceName | null): AnswerSample {
  const { exchange, operation } = witness.call;
  const bytes = exchange.answerBytes;
  const text = exchange.answer !== undefined ? JSON.stringify(exchange.answer) : exchange.answerText;
  const reads = [...new Set(witness.shown.map(({ key }): EntityKey => key))];
  return {
    operation,
    request: { slots: slotsOf(witness.call) },
    status: exchange.status ?? 0,
    headers: exchange.answerHeaders.filter(([name]) => !QUIET.has(name.toLowerCase())),
    body:
      text !== null
        ? { kind: 'text', text }
        : bytes.length === 0 || isAscii(bytes)
          ? { kind: 'text', text: Buffer.from(bytes).toString('latin1') }
          : { kind: 'base64', data: Buffer.from(bytes).toString('base64') },
    reads,
    lists: resource !== null && witness.shown.some(({ role }) => role === 'list') ? [resource] : [],
    at: exchange.at,
  };
}
