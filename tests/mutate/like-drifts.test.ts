import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../mutators/index.ts';
import { learn } from '../../src/learn/learn.ts';
import { toolsOf } from '../../src/learn/tools-of.ts';
import { traceSession } from '../../src/learn/trace/trace-session.ts';
import type { LearnedModel } from '../../src/model/learned-model.ts';
import type { Session } from '../../src/model/recording.ts';
import type { ResourceField } from '../../src/model/resource.ts';
import { diffModels } from '../../src/mutate/diff-models.ts';
import { likeDrifts } from '../../src/mutate/like-drifts.ts';
import { mutate } from '../../src/mutate/mutate.ts';
import { createDraftOf, proverFor } from '../../src/pipeline/prover-for.ts';
import { makeTasks } from '../../src/task/make-tasks.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { DESK_MODEL } from '../support/desk/desk-model.ts';
import { REFERENCE_APIS } from '../support/reference-apis/reference-apis.ts';
import { referenceSessions } from '../support/reference-sessions.ts';

const ticketFields = (change: (field: ResourceField) => ResourceField): LearnedModel => ({
  ...DESK_MODEL,
  resources: DESK_MODEL.resources.map((resource) =>
    resource.name === 'tickets' ? { ...resource, fields: resource.fields.map(change) } : resource,
  ),
});
const ONE_EACH = { neutral: 0, maxMutations: 1, benign: 1, seed: 3 };

/** What a set would be made of, where the desk had drifted into `after`. */
function explained(after: LearnedModel, before = DESK_MODEL): readonly string[] {
  const catalogue = likeDrifts(CATALOGUE, diffModels(before, after));
  const drafts = [...mutate({ ...DESK_FIXTURE, ...ONE_EACH, catalogue, count: 40 })];
  return [...new Set(drafts.map(({ mutators }) => mutators[0]?.explain ?? ''))].sort();
}

describe('likeDrifts', () => {
  it('calls a field what the later recording calls it, and leaves all others alone', () => {
    const subjectAs = (name: string): LearnedModel =>
      ticketFields((field) =>
        field.path[0] === 'subject'
          ? { ...field, path: [name], examples: ['Box was open', 'Phone line is dead'] }
          : field,
      );
    expect(explained(subjectAs('headline'), subjectAs('subject'))).toEqual([
      '"subject" of tickets is called "headline" now.',
    ]);
  });

  it('moves a field into what it has moved into', () => {
    const after = ticketFields((field) =>
      field.path[0] === 'subject' ? { ...field, path: ['summary', 'subject'] } : field,
    );
    expect(explained(after)).toEqual(['"subject" of tickets stands in "summary" now.']);
  });

  it('gives a value of a closed set its new name', () => {
    const after = ticketFields((field) =>
      field.path[0] === 'status' ? { ...field, enum: ['new', 'open', 'pending', 'resolved'] } : field,
    );
    expect(explained(after)).toEqual(['"solved" of tickets.status is called "resolved" now.']);
  });

  it('moves an endpoint to where it has moved', () => {
    const after = {
      ...DESK_MODEL,
      operations: DESK_MODEL.operations.map((operation) =>
        operation.method === 'PATCH'
          ? { ...operation, segments: [{ kind: 'literal' as const, text: 'beta' }, ...operation.segments] }
          : operation,
      ),
    };
    const told = explained(after);
    expect(told.length).toBeGreaterThan(0);
    for (const line of told)
      expect(line).toMatch(/^PATCH https:\/\/desk\.example\.com\/tickets\/\{id\} has moved under "beta"/);
  });

  it('makes nothing where nothing differs', () => {
    expect(explained(DESK_MODEL)).toEqual([]);
  });
});

describe('two recordings of one API', () => {
  const shop = REFERENCE_APIS.find(({ name }) => name === 'shop');
  if (shop === undefined) throw new Error('The shop is one of the reference APIs.');
  const before = referenceSessions(shop, 1, 40);
  const after = rewritten(referenceSessions(shop, 2, 40), [
    ['/v1/', '/v2/'],
    ['"stock"', '"inventory"'],
  ]);
  const model = learn(() => before);
  const drifts = diffModels(
    model,
    learn(() => after),
  );

  it('tell what was renamed in answers and in requests, and what has moved', () => {
    const told = drifts.map((drift) => [drift.class, drift.from, drift.to].join(' '));
    expect(told).toContain('field-renamed stock inventory');
    expect(told).toContain('request-field-renamed body.stock body.inventory');
    expect(told).toContain('endpoint-moved PATCH /v1/products/{} PATCH /v2/products/{}');
    expect(drifts.filter((drift) => drift.class === 'field-removed' || drift.class === 'endpoint-removed')).toEqual([]);
  });

  it('become proven episodes in which just that has happened', () => {
    const facts = { model, tools: toolsOf(model), seed: 1, recording: { name: '', digest: '' }, options: {} };
    const prover = proverFor(facts, 65_536);
    const { tasks } = makeTasks(
      model,
      before.map((session) => traceSession(model, session)),
      1,
    );
    const slices = tasks
      .filter(({ use }) => use === 'yes')
      .slice(0, 25)
      .flatMap((task) => {
        const slice = prover.slice(task, 'http');
        return typeof slice === 'string' ? [] : [slice];
      });
    const catalogue = likeDrifts(CATALOGUE, drifts);
    const proven = new Set<string>();
    for (const draft of mutate({ ...ONE_EACH, model, slices, catalogue, createDraft: createDraftOf, count: 24 })) {
      const [applied] = draft.mutators;
      expect(applied?.explain).toMatch(/"inventory" now|under "v2"/);
      if (prover.prove(draft, 'http').kind === 'proven' && applied !== undefined) proven.add(applied.id);
    }
    expect([...proven].sort()).toEqual(['drift/moved-endpoint', 'drift/renamed-request-field']);
  });
});

function rewritten(
  sessions: readonly Session[],
  changes: readonly (readonly [from: string, to: string])[],
): readonly Session[] {
  const changed = (text: string): string => changes.reduce((whole, [from, to]) => whole.replaceAll(from, to), text);
  const bytes = (body: Uint8Array): Buffer => Buffer.from(changed(Buffer.from(body).toString('utf8')));
  return sessions.map((session) => ({
    ...session,
    interactions: session.interactions.map((interaction) => {
      const { request, outcome } = interaction;
      return {
        ...interaction,
        request: { ...request, target: changed(request.target), body: bytes(request.body) },
        outcome:
          outcome.kind === 'error'
            ? outcome
            : { ...outcome, response: { ...outcome.response, body: bytes(outcome.response.body) } },
      };
    }),
  }));
}
