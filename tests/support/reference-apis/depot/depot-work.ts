import { isJsonObject } from '../json.ts';
import type { JsonValue } from '../json.ts';
import { jsonReply } from '../reply.ts';
import type { ReferenceResponse } from '../reference-api.ts';
import { Refusal } from '../router.ts';
import type { Call, Route } from '../router.ts';
import { callerOf } from './depot-access.ts';
import { formOf, invalid, listReply, missing, onHand, problem, reserved, showPick, unitsIn } from './depot-reply.ts';
import type { FieldError } from './depot-reply.ts';
import { DEPOT_ORIGIN, iso, NEXT } from './depot-world.ts';
import type { DepotWorld, Movement, PickLine, PickList, PickState } from './depot-world.ts';

type DepotCall = Call<DepotWorld>;

const PICK = '/api/v1/pick-lists/{pick}';
const PRIORITIES = ['low', 'normal', 'urgent'];

export const DEPOT_WORK_ROUTES: readonly Route<DepotWorld>[] = [
  { operation: 'movements.list', method: 'GET', pattern: '/api/v1/movements', handle: listMovements },
  { operation: 'movements.create', method: 'POST', pattern: '/api/v1/movements', handle: createMovement },
  { operation: 'movements.bulk', method: 'POST', pattern: '/api/v1/movements/bulk', handle: bulkMovements },
  { operation: 'movements.get', method: 'GET', pattern: '/api/v1/movements/{movement}', handle: getMovement },
  { operation: 'picks.list', method: 'GET', pattern: '/api/v1/pick-lists', handle: listPicks },
  { operation: 'picks.create', method: 'POST', pattern: '/api/v1/pick-lists', handle: createPick },
  {
    operation: 'picks.get',
    method: 'GET',
    pattern: PICK,
    handle: (call) => jsonReply(200, showPick(pickAt(call), true)),
  },
  { operation: 'picks.update', method: 'PATCH', pattern: PICK, handle: updatePick },
  { operation: 'transitions.list', method: 'GET', pattern: `${PICK}/transitions`, handle: listTransitions },
  { operation: 'transitions.create', method: 'POST', pattern: `${PICK}/transitions`, handle: transition },
];

function listMovements(call: DepotCall): ReferenceResponse {
  callerOf(call);
  const [sku, kind] = [call.query.get('sku'), call.query.get('kind')];
  const rows = call.state.movements.filter(
    (row) => (sku === null || row.sku === sku) && (kind === null || row.kind === kind),
  );
  return listReply(call, rows.toReversed());
}

function getMovement(call: DepotCall): ReferenceResponse {
  callerOf(call);
  const movement = call.state.movements.find(({ id }) => String(id) === call.param('movement'));
  if (movement === undefined) throw missing('movement', call.param('movement'));
  return jsonReply(200, movement);
}

function createMovement(call: DepotCall): ReferenceResponse {
  const { login } = callerOf(call);
  if (call.header('idempotency-key') === undefined)
    throw problem(400, 'idempotency-key', 'Bad request', 'Send an Idempotency-Key');
  const form = formOf(call, ['kind', 'sku', 'quantity', 'from', 'to']);
  const movement = move(call, login, Object.fromEntries(form));
  return jsonReply(201, movement, { location: `${DEPOT_ORIGIN}/api/v1/movements/${movement.id}` });
}

/** 207: each row stands for itself. */
function bulkMovements(call: DepotCall): ReferenceResponse {
  const { login } = callerOf(call, 'lead');
  const rows = call.json()?.['movements'];
  if (!Array.isArray(rows) || rows.length === 0)
    throw invalid({ field: 'movements', code: 'required', message: 'movements is required' });
  const results = rows.map((row: JsonValue, index: number) => {
    const fields = isJsonObject(row) ? row : {};
    try {
      const given = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
      return { index, status: 201, movement: move(call, login, given) };
    } catch (error) {
      if (error instanceof Refusal) return { index, status: error.response.status, sku: fields['sku'] ?? null };
      throw error;
    }
  });
  const succeeded = results.filter(({ status }) => status === 201).length;
  return jsonReply(207, { succeeded, failed: results.length - succeeded, results });
}

function move(call: DepotCall, login: string, given: Readonly<Record<string, string>>): Movement {
  const { state } = call;
  const errors: FieldError[] = [];
  const { kind, sku = '', from = '', to = '' } = given;
  const quantity = Number(given['quantity']);
  if (kind !== 'receive' && kind !== 'transfer' && kind !== 'issue')
    errors.push({ field: 'kind', code: 'choice', message: 'kind must be one of receive, transfer, issue' });
  if (!state.items.has(sku)) errors.push({ field: 'sku', code: 'unknown-item', message: `${sku} is not an item` });
  if (!Number.isInteger(quantity) || quantity < 1)
    errors.push({ field: 'quantity', code: 'range', message: 'quantity must be a whole number from 1' });
  if (kind !== 'receive' && !state.bins.has(from))
    errors.push({ field: 'from', code: 'unknown-bin', message: 'from must be a bin' });
  if (kind !== 'issue' && !state.bins.has(to))
    errors.push({ field: 'to', code: 'unknown-bin', message: 'to must be a bin' });
  if (errors.length > 0) throw invalid(...errors);
  const held = state.stock.get(`${from} ${sku}`) ?? 0;
  if (kind !== 'receive' && held < quantity)
    throw problem(409, 'insufficient-stock', 'Conflict', `${from} holds ${held} of ${sku}`);
  if (kind !== 'issue' && unitsIn(state, `${to} `) + quantity > (state.bins.get(to)?.capacity ?? 0))
    throw problem(409, 'bin-full', 'Conflict', `${to} has no room for ${quantity} more`);
  const movement: Movement = {
    id: state.next.movement++,
    kind: kind as Movement['kind'],
    sku,
    quantity,
    from: kind === 'receive' ? null : from,
    to: kind === 'issue' ? null : to,
    moved_by: login,
    moved_at: iso(call.at),
  };
  if (movement.from !== null) state.stock.set(`${from} ${sku}`, held - quantity);
  if (movement.to !== null) state.stock.set(`${to} ${sku}`, (state.stock.get(`${to} ${sku}`) ?? 0) + quantity);
  state.movements.push(movement);
  return movement;
}

function listPicks(call: DepotCall): ReferenceResponse {
  callerOf(call);
  const [wanted, assignee] = [call.query.get('state'), call.query.get('assignee')];
  const rows = [...call.state.picks.values()].filter(
    (pick) => (wanted === null || pick.state === wanted) && (assignee === null || pick.assignee === assignee),
  );
  return listReply(
    call,
    rows.toReversed().map((pick) => showPick(pick, false)),
  );
}

function createPick(call: DepotCall): ReferenceResponse {
  const { login } = callerOf(call, 'lead');
  const form = formOf(call, ['reference', 'priority', 'lines']);
  const lines: PickLine[] = [];
  const errors: FieldError[] = [];
  for (let index = 0; form.has(`lines[${index}][sku]`); index++) {
    const sku = form.get(`lines[${index}][sku]`) ?? '';
    const quantity = Number(form.get(`lines[${index}][quantity]`) ?? 1);
    if (!call.state.items.has(sku))
      errors.push({ field: `lines[${index}][sku]`, code: 'unknown-item', message: `${sku} is not an item` });
    lines.push({ sku, quantity });
  }
  const reference = form.get('reference') ?? '';
  if (reference === '') errors.push({ field: 'reference', code: 'required', message: 'reference is required' });
  if (lines.length === 0) errors.push({ field: 'lines', code: 'required', message: 'lines is required' });
  if (errors.length > 0) throw invalid(...errors);
  if ([...call.state.picks.values()].some((pick) => pick.reference === reference))
    throw problem(409, 'exists', 'Already exists', `There is a pick list for ${reference}`);
  const pick: PickList = {
    id: `x${call.state.random.text(6, 'abcdefghijklmnopqrstuvwxyz0123456789')}`,
    reference,
    state: 'draft',
    priority: priorityIn(form) ?? 'normal',
    assignee: null,
    lines,
    created_by: login,
    created_at: iso(call.at),
    updated_at: iso(call.at),
  };
  call.state.picks.set(pick.id, pick);
  return jsonReply(201, showPick(pick, true), { location: `${DEPOT_ORIGIN}/api/v1/pick-lists/${pick.id}` });
}

function updatePick(call: DepotCall): ReferenceResponse {
  const pick = pickAt(call);
  const form = formOf(call, ['priority', 'assignee']);
  const assignee = form.get('assignee');
  if (assignee !== null && assignee !== '' && !call.state.users.has(assignee))
    throw invalid({ field: 'assignee', code: 'unknown-user', message: `${assignee} is not a user` });
  return save(call, {
    ...pick,
    priority: priorityIn(form) ?? pick.priority,
    assignee: assignee === null ? pick.assignee : assignee || null,
  });
}

function priorityIn(form: URLSearchParams): string | undefined {
  const priority = form.get('priority') ?? undefined;
  if (priority !== undefined && !PRIORITIES.includes(priority))
    throw invalid({ field: 'priority', code: 'choice', message: `priority must be one of ${PRIORITIES.join(', ')}` });
  return priority;
}

function listTransitions(call: DepotCall): ReferenceResponse {
  const { state } = pickAt(call);
  return jsonReply(200, { current: state, available: NEXT[state] });
}

function transition(call: DepotCall): ReferenceResponse {
  const pick = pickAt(call);
  const to = formOf(call, ['to']).get('to') ?? '';
  if (!(to in NEXT)) throw invalid({ field: 'to', code: 'choice', message: `${to} is not a state` });
  if (!NEXT[pick.state].includes(to as PickState))
    throw problem(409, 'transition', 'Conflict', `A ${pick.state} pick list cannot become ${to}`);
  if (to === 'released' && pick.state === 'draft') {
    const short = pick.lines.find(
      ({ sku, quantity }) => onHand(call.state, sku) - reserved(call.state, sku) < quantity,
    );
    if (short !== undefined)
      throw problem(409, 'insufficient-stock', 'Conflict', `Not enough ${short.sku} is available`);
  }
  return save(call, { ...pick, state: to as PickState });
}

function save(call: DepotCall, pick: PickList): ReferenceResponse {
  const saved = { ...pick, updated_at: iso(call.at) };
  call.state.picks.set(pick.id, saved);
  return jsonReply(200, showPick(saved, true));
}

function pickAt(call: DepotCall): PickList {
  callerOf(call);
  const pick = call.state.picks.get(call.param('pick'));
  if (pick === undefined) throw missing('pick list', call.param('pick'));
  return pick;
}
