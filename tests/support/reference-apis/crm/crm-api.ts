/**
 * `crm`: JSON:API documents, UUIDs, cursor pages, filters and sorting, soft delete (410 afterwards),
 * e-mail as a natural key, relationship endpoints, company figures derived from contacts and deals.
 */
import { isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { withHeaders } from '../reply.ts';
import type {
  CrawledResource,
  ReferenceApi,
  ReferenceRequest,
  ReferenceResponse,
  ReferenceSend,
} from '../reference-api.ts';
import { callOf, matchRoute, pathEntities, Refusal } from '../router.ts';
import { createSessionClient } from '../session-client.ts';
import { crmErrorOf, JSON_API, refuse } from './crm-document.ts';
import { crmProbes } from './crm-probes.ts';
import { CRM_ROUTES } from './crm-routes.ts';
import { crmSessions } from './crm-sessions.ts';
import { createCrmWorld, CRM_ORIGIN, CRM_TOKEN } from './crm-world.ts';
import type { CrmWorld } from './crm-world.ts';

export const crmApi: ReferenceApi = {
  name: 'crm',
  origins: [CRM_ORIGIN],
  operations: CRM_ROUTES.map(({ operation }) => operation),
  volatile: ['header:x-request-id'],
  derived: [
    '$..updated_at',
    '$..contact_count',
    '$..open_deal_count',
    '$..open_deal_value',
    '$..closed_on',
    '$.meta.total',
    '$.links.next',
    '$.links.self',
  ],
  idPaths: ['$..id', '$..links.self', '$..links.related', '$.links.next', 'header:location'],
  create(seed) {
    const state = createCrmWorld(seed);
    return {
      handle: (request, at) =>
        withHeaders(answer(state, request, at), { 'x-request-id': state.random.text(16, '0123456789abcdef') }),
      dump: () => structuredClone([...state.records]) as unknown as JsonValue,
    };
  },
  sessions: crmSessions,
  probes: crmProbes,
  operationOf: (request) => {
    const match = matchRoute(CRM_ROUTES, request);
    return match.kind === 'route' ? match.route.operation : undefined;
  },
  errorOf: crmErrorOf,
  entitiesOf: (request) => pathEntities(CRM_ROUTES, request),
  crawl: crawlCrm,
};

function answer(state: CrmWorld, request: ReferenceRequest, at: number): ReferenceResponse {
  try {
    const match = matchRoute(CRM_ROUTES, request);
    if (match.kind === 'none') throw refuse(404, 'no_such_endpoint', 'There is no such endpoint');
    if (match.kind === 'wrong-method') throw refuse(405, 'method_not_allowed', `Allowed: ${match.allow.join(', ')}`);
    const call = callOf(state, request, at, match.params);
    if (call.header('authorization') !== `Bearer ${CRM_TOKEN}`)
      throw refuse(401, 'unauthorized', 'The access token is missing or not valid');
    if (request.body.length > 0 && call.header('content-type') !== JSON_API)
      throw refuse(415, 'unsupported_media_type', `Send ${JSON_API}`);
    return match.route.handle(call);
  } catch (error) {
    if (error instanceof Refusal) return error.response;
    throw error;
  }
}

function crawlCrm(send: ReferenceSend): readonly CrawledResource[] {
  const client = createSessionClient(send, CRM_ORIGIN, { authorization: `Bearer ${CRM_TOKEN}`, accept: JSON_API });
  return ['companies', 'contacts', 'deals', 'notes'].map((name) => {
    const rows: JsonObject[] = [];
    for (let next: string | undefined = `/v1/${name}?page[size]=50`; next !== undefined;) {
      const answered = client.call(`GET ${next}`);
      rows.push(...answered.rows('$.data').filter(isJsonObject));
      const links = isJsonObject(answered.json) ? answered.json['links'] : undefined;
      next = isJsonObject(links) && typeof links['next'] === 'string' ? links['next'] : undefined;
    }
    const item = (row: JsonObject): JsonValue | undefined => {
      const { json } = client.call(`GET /v1/${name}/${row['id']}`);
      return isJsonObject(json) ? json['data'] : undefined;
    };
    return { name, pairs: rows.map((listed) => ({ listed, item: item(listed) })) };
  });
}
