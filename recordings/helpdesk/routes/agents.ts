import { notFound } from '../errors.ts';
import type { Exchange, Reply, Route } from '../exchange.ts';
import { ROLES } from '../model.ts';
import { enumParameter, numberedPage } from '../pages.ts';

export const agentRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1/agents', handle: listAgents },
  { method: 'GET', path: '/v1/agents/me', handle: ({ agent }) => ({ status: 200, body: agent }) },
  { method: 'GET', path: '/v1/agents/:id', handle: getAgent },
];

function listAgents(exchange: Exchange): Reply {
  const role = enumParameter(exchange, 'role', ROLES);
  const team = exchange.url.searchParams.get('team');
  const found = [...exchange.state.agents.values()].filter(
    (agent) => (role === null || agent.role === role) && (team === null || agent.team === team),
  );
  return numberedPage(exchange, found, (agent) => agent);
}

function getAgent({ state, params }: Exchange): Reply {
  const agent = state.agents.get(params['id'] ?? '');
  if (agent === undefined) throw notFound('agent');
  return { status: 200, body: agent };
}
