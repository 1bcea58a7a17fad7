/** Lays out operations that paths say nothing about: RPC methods, GraphQL fields, odd endpoints. Values and verbs decide. */
import type { OperationKind } from '../../model/operation.ts';
import { isMutation, rootFieldsOf } from '../../model/graphql.ts';
import type { Slot } from '../../model/slot.ts';
import type { OperationFacts } from '../reading/facts.ts';
import type { OperationLayout, ResourceDraft } from './layout.ts';
import { COMMAND_WORDS, ENVELOPE_NAMES, SELF_WORDS, singularOf, snakeOf } from '../lexicon.ts';
import { addToPool, agreementOf, isSame, keyOverlap, ownIdOf } from '../records/matching.ts';
import { asList, type Draft } from './path-draft.ts';
import { createResource, listSpotOf, resourceNameOf } from './path-resources.ts';
import { splitSegment } from './path-evidence.ts';
import { slotOfText, slotText, type Spot } from '../reading/spots.ts';

const VERBS: readonly (readonly [RegExp, OperationKind])[] = [
  [/^(?:get|show|fetch|read|find|info|describe|view|retrieve|lookup|detail)/i, 'read'],
  [/^(?:list|search|query|all|index|browse)/i, 'list'],
  [/^(?:delete|remove|destroy|trash|purge|drop)/i, 'delete'],
  [/^(?:create|add|new|insert|register|open|post|place|submit|make)/i, 'create'],
  [
    /^(?:archive|unarchive|close|reopen|lock|unlock|pin|unpin|mute|unmute|mark|approve|reject|cancel|start|stop)/i,
    'action',
  ],
  [/^(?:update|edit|patch|modify|rename|change|set|save|put)/i, 'update'],
];

export function layOutCommand(draft: Draft, facts: OperationFacts): void {
  const layout = draft.operations.get(facts.id);
  if (layout === undefined || facts.successes === 0) return;
  if (facts.discriminator === null && facts.template.parts.some((part) => part.kind === 'param')) return;
  const { noun, verb } = wordsOf(facts, draft);
  const list = verb === 'create' || verb === 'update' ? null : listSpotOf(facts, noun, null);
  const record = recordSpotOf(facts, noun);
  if (record !== null && (list === null || list.path.length > record.path.length || verb === 'read')) {
    const resource = resourceOf(draft, facts, record, noun);
    if (resource === null) return;
    layout.resource = resource.name;
    layout.places.push({ spot: record.path, resource: resource.name, idPath: resource.idPath, role: 'record' });
    addToPool(resource, record);
    layout.target = targetOf(record, resource);
    const fresh = (record.fresh.get(resource.idPath.join('\u0000')) ?? 0) / Math.max(1, record.answers);
    const isNew = fresh >= 0.4 || verb === 'create';
    layout.kind =
      facts.method === 'GET' || verb === 'read'
        ? 'read'
        : isNew && layout.target === null
          ? facts.method === 'DELETE'
            ? 'action'
            : 'create'
          : verb === 'delete'
            ? 'delete'
            : verb === 'update'
              ? 'update'
              : layout.target !== null && isRead(facts, verb)
                ? 'read'
                : 'action';
    return;
  }
  if (list !== null && list.samples.length > 0) {
    const resource = resourceOf(draft, facts, list, noun);
    if (resource !== null) return asList(draft, layout, resource, list);
  }
  if (facts.discriminator !== null || isCommandPath(facts)) layOutSilent(draft, layout, noun, verb);
}

/** No record in the answer: the target is a slot whose values are ids of a known resource. */
function layOutSilent(draft: Draft, layout: OperationLayout, noun: string, verb: OperationKind | null): void {
  let best: { slot: Slot; resource: ResourceDraft } | null = null;
  let bestScore = 0;
  for (const [text, values] of layout.facts.sent) {
    const slot = slotOfText(text);
    for (const resource of draft.resources.values()) {
      const hits = [...values].filter((value) => resource.pool.has(value)).length / Math.max(1, values.size);
      const named = resource.singular === singularOf(noun) ? 0.5 : 0;
      const score = hits + named;
      if (hits >= 0.6 && score > bestScore) [best, bestScore] = [{ slot, resource }, score];
    }
  }
  if (best === null) return;
  // `chat.delete { channel, ts }` deletes what stands in the channel, not the channel.
  const isOfAnother = layout.facts.method === 'POST' && (verb === 'delete' || verb === 'update' || verb === 'create');
  if (isOfAnother && best.resource.singular !== singularOf(noun) && layout.facts.sent.size > 1) return;
  layout.resource = best.resource.name;
  layout.target = best.slot;
  layout.kind =
    verb === 'delete'
      ? 'delete'
      : verb === 'read' || verb === 'list' || isQuery(layout.facts)
        ? 'read'
        : verb === 'update'
          ? 'update'
          : 'action';
}

function resourceOf(draft: Draft, facts: OperationFacts, spot: Spot, noun: string): ResourceDraft | null {
  const idPath = ownIdOf(spot, singularOf(noun));
  if (idPath === null) return null;
  const named = nameOf(facts, spot, noun);
  for (const resource of draft.resources.values()) {
    const agreement = agreementOf(spot.samples, resource.idPath, resource);
    const overlap = keyOverlap(spot.keys, resource.keys);
    if (isSame(agreement) && overlap.within >= 0.5) return resource;
    if (resource.singular === singularOf(named) && resource.origin === facts.origin && overlap.jaccard >= 0.5)
      return resource;
  }
  const created = createResource(
    resourceNameOf(named, new Set(draft.resources.keys()), null),
    facts.origin,
    idPath,
    null,
  );
  draft.resources.set(created.name, created);
  addToPool(created, spot);
  return created;
}

function nameOf(facts: OperationFacts, spot: Spot, noun: string): string {
  const key = spot.path.findLast(
    (step) => step !== '*' && step !== 'node' && step !== 'edges' && !ENVELOPE_NAMES.has(step.toLowerCase()),
  );
  return noun !== '' && !COMMAND_WORDS.has(noun) && !SELF_WORDS.has(noun)
    ? noun
    : (key ?? pluralBefore(facts) ?? 'items');
}

/** `/users/me`, `/accounts/verify_credentials`: the collection in front of a word that names no record. */
function pluralBefore({ template }: OperationFacts): string | null {
  const words = template.parts.flatMap((part) => (part.kind === 'literal' ? [snakeOf(part.text)] : []));
  return words.slice(0, -1).findLast((word) => singularOf(word) !== word) ?? null;
}

function recordSpotOf(facts: OperationFacts, noun: string): Spot | null {
  let best: Spot | null = null;
  for (const spot of facts.spots.values()) {
    if (spot.path.includes('*') || spot.answers < facts.successes * 0.6 || ownIdOf(spot, singularOf(noun)) === null)
      continue;
    if (isEnvelope(spot, facts)) continue;
    if (best === null || spot.path.length < best.path.length) best = spot;
  }
  return best;
}

/** The object around the answer that repeats the number of the call. */
function isEnvelope(spot: Spot, facts: OperationFacts): boolean {
  return spot.path.length === 0 && facts.number !== null;
}

function targetOf(spot: Spot, resource: ResourceDraft): Slot | null {
  const votes = spot.votes.get(resource.idPath.join('\u0000'));
  const [text] =
    [...(votes ?? [])]
      .filter(([, n]) => n >= spot.answers * 0.8)
      .sort((a, b) => b[1] - a[1] || a[0].length - b[0].length)[0] ?? [];
  return text === undefined ? null : slotOfText(text);
}

/** GraphQL that asks for no change. */
function isQuery({ discriminator }: OperationFacts): boolean {
  return discriminator !== null && discriminator.document !== null && !isMutation(discriminator.document);
}

function isRead(facts: OperationFacts, verb: OperationKind | null): boolean {
  const document = facts.discriminator?.document ?? null;
  if (document !== null) return !isMutation(document);
  const documents = facts.sent.get(slotText({ in: 'body', path: ['query'] }));
  if (documents !== undefined && [...documents].every((text) => rootFieldsOf(text) !== null))
    return ![...documents].some(isMutation);
  return verb === 'read' || verb === 'list';
}

/** `tickets.addComment`, `createTicket`, `ticketById`: the thing and what is done to it. */
function wordsOf(facts: OperationFacts, draft: Draft): { readonly noun: string; readonly verb: OperationKind | null } {
  const literal = facts.template.parts.findLast((part) => part.kind === 'literal');
  const path = literal?.kind === 'literal' ? splitSegment(literal.text).stem : '';
  const text = facts.discriminator === null ? path : (facts.discriminator.value.split(/[#/+]/).at(-1) ?? '');
  const words = snakeOf(text)
    .split('_')
    .filter((word) => word !== '');
  let verb: OperationKind | null = null;
  const nouns: string[] = [];
  const objects: string[] = [];
  for (const word of words) {
    const kind = verbOf(word);
    if (kind !== null && verb === null && words.length > 1) verb = kind;
    else if (!['by', 'id', 'one', 'many', 'for', 'of', 'to', 'from', 'api'].includes(word)) {
      nouns.push(word);
      if (verb !== null) objects.push(word);
    }
  }
  const singulars = new Set([...draft.resources.values()].map(({ singular }) => singular));
  const shown = [...facts.spots.values()].map(({ path: spot }) =>
    singularOf(snakeOf(String(spot.findLast((step) => step !== '*') ?? ''))),
  );
  const noun =
    nouns.find((word) => singulars.has(singularOf(word))) ??
    nouns.find((word) => shown.includes(singularOf(word))) ??
    nouns[0] ??
    snakeOf(path);
  // `invoice.remove_line` takes a line out, not the invoice away.
  const isPart = verb === 'delete' && objects.length > 0 && !objects.includes(noun);
  return { noun, verb: isPart ? null : verb };
}

function verbOf(word: string): OperationKind | null {
  return VERBS.find(([pattern]) => new RegExp(`${pattern.source}s?$`, 'i').test(word))?.[1] ?? null;
}

/** A path without ids whose last word says what is done: `/api/task.create`, `/createTask`. */
export function isCommandPath(facts: OperationFacts): boolean {
  if (facts.discriminator !== null || facts.template.parts.some((part) => part.kind === 'param')) return false;
  const literal = facts.template.parts.findLast((part) => part.kind === 'literal');
  const words = literal?.kind === 'literal' ? snakeOf(splitSegment(literal.text).stem).split('_') : [];
  return (
    words.length >= 2 &&
    words.length <= 4 &&
    [words[0], words.at(-1)].some((word) => word !== undefined && verbOf(word) !== null)
  );
}
