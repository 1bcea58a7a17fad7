import { isObject, type Json } from '../../model/json.ts';
import type { Operation } from '../../model/operation.ts';
import type { OracleStep, WriteConfirmation } from '../../model/oracle.ts';
import { shownAt } from '../../model/template-paths.ts';
import type { ApiAnswer } from '../client/api-answer.ts';
import type { Found } from './oracle-memory.ts';
import type { OracleParts } from './oracle-parts.ts';
import { sameText } from './same-text.ts';
import { settleJob } from './settle-job.ts';
import { scanList } from './scan-list.ts';
import { refusalReason, Stuck } from './stuck.ts';

const MOST_REPAIRS = 2;
/** Looks again before a write that does not show counts as lost. */
const MOST_LOOKS = 3;

/** Sends a write, and where it must, makes sure that it happened once. @throws Stuck where it was refused */
export function writeRecord(parts: OracleParts, step: Extract<OracleStep, { kind: 'write' }>): void {
  const { run, memory, handlers, client } = parts;
  const operation = memory.operation(step.operation);
  let values = memory.values(operation, step.slots);
  const { confirm } = step;
  const asked = confirm === null ? null : () => confirmed(parts, operation, confirm);
  const submit = (): ApiAnswer => client.send(operation, values, asked ?? (() => null));
  let answer = settleJob(parts, operation, submit(), submit, asked ?? (() => null));
  if (handlers.has('new-key') && isUsedKey(step, answer)) {
    memory.freshen();
    values = memory.values(operation, step.slots);
    answer = submit();
  }
  // A refusal may say how the values are called now.
  if (answer.status >= 400 && answer.status < 500 && !run.over) {
    memory.observe(answer);
    const renamed = memory.values(operation, step.slots);
    if (JSON.stringify(renamed) !== JSON.stringify(values)) {
      values = renamed;
      answer = submit();
    }
  }
  // Whoever cannot wait makes it again.
  if (parts.options.impatient && confirm?.c === 'find' && answer.status < 300 && asked?.() === null) answer = submit();
  if (handlers.has('verify-write') && confirm?.c === 'read' && confirm.expect !== 'gone' && confirm.expect.length > 0) {
    for (
      let again = 0;
      again < MOST_REPAIRS && answer.status < 300 && !run.over && !tookEffect(parts, operation, confirm);
      again += 1
    )
      answer = submit();
  }
  memory.observe(answer);
  if (run.over) return;
  if (answer.status < 300 && answer.body === undefined && confirm?.c === 'find' && handlers.has('confirm-before-retry'))
    answer = asked?.() ?? answer;
  const found =
    memory.shown(operation, answer) ??
    (isObject(answer.body) && step.resource !== null
      ? { resource: step.resource, doc: answer.body, view: null, body: answer.body }
      : null);
  if (found !== null) memory.keep(step.as, found);
  if (answer.status >= 400 || answer.status === 0) throw new Stuck(refusalReason(answer.status), []);
}

/** Whether a write that was taken shows. A replica may lag: whoever reads again after a while does not write again. */
function tookEffect(parts: OracleParts, write: Operation, confirm: WriteConfirmation): boolean {
  for (let look = 0; ; look += 1) {
    const seen = confirmed(parts, write, confirm);
    // Where nobody can look, the answer to the write is all there is.
    if (seen !== null || parts.memory.isDead(confirm.operation)) return true;
    if (look >= MOST_LOOKS || parts.run.over || !parts.handlers.has('read-again')) return false;
    parts.run.wait(2 ** look);
  }
}

/** Refused for the token that marks the request, which another request had before. */
function isUsedKey(step: Extract<OracleStep, { kind: 'write' }>, { status, body }: ApiAnswer): boolean {
  const isMarked = step.slots.some(({ value }) => value.v === 'fresh');
  return isMarked && status >= 400 && status < 500 && /\bkey\b/i.test(JSON.stringify(body ?? ''));
}

/** The record as it shows now when the write has happened, else null. */
function confirmed(parts: OracleParts, write: Operation, confirm: WriteConfirmation): ApiAnswer | null {
  const { memory, client } = parts;
  const operation = memory.operation(confirm.operation);
  const values = memory.values(operation, confirm.slots);
  if (confirm.c === 'read') {
    if (memory.isDead(operation.id)) return null;
    const answer = client.send(operation, values, null);
    memory.observe(answer);
    if (answer.status >= 500) memory.bury(operation.id);
    if (confirm.expect === 'gone')
      return answer.status === 404 || answer.status === 410 ? { ...answer, status: 204, body: undefined } : null;
    const found = answer.status < 300 ? memory.shown(operation, answer) : null;
    const done =
      found !== null &&
      confirm.expect.length > 0 &&
      confirm.expect.every(({ path, equals }) => sameText(memory.fieldOf(found, path), memory.resolve(equals)));
    return done ? answer : null;
  }
  const resource = write.resource ?? '';
  for (const page of scanList(operation, values, (next) => client.send(operation, next, null), true)) {
    for (const doc of page.items) {
      const found: Found = { resource, doc, view: page.view, body: doc };
      const shownHere = confirm.where.filter(({ path }) => memory.fieldOf(found, path) !== undefined);
      if (
        shownHere.length > 0 &&
        shownHere.every(({ path, equals }) => sameText(memory.fieldOf(found, path), memory.resolve(equals)))
      )
        return { ...page.answer, status: 201, body: enveloped(write, doc), sound: true, ambiguous: false };
    }
  }
  return null;
}

/** A list item put where the write's own answer shows its record. */
function enveloped(write: Operation, doc: Json): Json {
  const shown = shownAt(write, 'entity');
  return shown === undefined ? doc : shown.path.reduceRight<Json>((inner, step) => ({ [String(step)]: inner }), doc);
}
