import type { JsonObject } from '../model/json.ts';
import type { SessionSummary } from '../store/session-summaries.ts';
import { table } from './table.ts';

export function sessionFields({ id, interactions, hosts, label, use }: SessionSummary): JsonObject {
  return { id, interactions, hosts: [...hosts], label, use };
}

export function sessionTable(sessions: readonly SessionSummary[]): string {
  if (sessions.length === 0) return 'The recording has no sessions.';
  const rows = sessions.map(({ id, interactions, hosts, label, use, startedAt }) => [
    id,
    new Date(startedAt).toISOString().slice(0, 19),
    String(interactions),
    use,
    label ?? '-',
    hosts.join(' '),
  ]);
  return table(['session', 'started', 'calls', 'use', 'label', 'hosts'], rows);
}
