/** Candidate guards for a group of refusals, from what its requests had in common: cheapest and most telling first. */
import { headerValue } from '../../model/http.ts';
import { isObject, type JsonPath } from '../../model/json.ts';
import type { Slot } from '../../model/slot.ts';
import { capacityFeatures } from './capacity-features.ts';
import { childFeatures } from './child-features.ts';
import { elementFeatures } from './element-features.ts';
import type { Feature, GuardContext } from './guard-context.ts';
import { memberFeatures } from './member-features.ts';
import type { Scene } from '../values/scene.ts';
import { allSlots, mentions, nameOf, present } from '../reading/slot-words.ts';
import { slotText } from '../reading/spots.ts';
import { overlapFeatures } from './overlap-features.ts';
import { ownerFeatures } from './owner-features.ts';
import { stateFeatures } from './state-features.ts';
import { numberFeatures, valueFeatures } from './value-features.ts';

export function featuresFor(
  refused: readonly Scene[],
  served: readonly Scene[],
  context: GuardContext,
): readonly Feature[] {
  const found: Feature[] = [];
  const { status, text } = context;
  const invalid =
    status === 400 || status === 402 || status === 413 || status === 415 || status === 422 || status === 200;
  const conflict =
    status === 409 ||
    status === 405 ||
    status === 423 ||
    status === 400 ||
    status === 422 ||
    status === 403 ||
    status === 200;
  if (/json|malformed|parse|syntax|decode/i.test(text) || status === 400)
    found.push({ guard: { g: 'malformed' }, prior: /json|malformed|parse|syntax/i.test(text) ? 2 : 0.5 });
  const slots = allSlots([...refused, ...served]);
  for (const slot of slots) {
    const named = mentions(context, slot);
    const name = nameOf(slot);
    const resource = context.slotResources.get(slotText(slot));
    if (resource !== undefined)
      found.push({
        guard: { g: 'unknown-entity', resource, slot },
        prior:
          (status === 404 || status === 410
            ? 2.5
            : /not.?found|no.such|unknown|exist|invalid/i.test(text)
              ? 1.4
              : 0.4) + named,
      });
    if (resource !== undefined && (status === 410 || /gone|deleted/i.test(text)))
      found.push({ guard: { g: 'gone', resource, slot }, prior: 3 + named });
    if (slot.in === 'path') {
      if (invalid && resource === undefined) found.push(...valueFeatures(slot, refused, served, context, named));
      continue;
    }
    if (status === 403)
      found.push(
        ...numberFeatures(
          slot,
          refused.flatMap((scene) => present(scene, slot)),
          served.flatMap((scene) => present(scene, slot)),
          context,
          named,
        ),
      );
    if (invalid) found.push(...valueFeatures(slot, refused, served, context, named));
    if (conflict || status === 404) {
      const paths = takenPaths(slot, name, served, refused);
      if (context.resource !== null && (status === 409 || /taken|exist|duplicate|unique|already/i.test(text)))
        for (const path of paths) {
          const guard = { g: 'taken', resource: context.resource, path, slot } as const;
          found.push({ guard, prior: 1.4 + named });
          // What lives below a parent is told apart below it, unless refusals say otherwise.
          if (refused.some(({ layout }) => layout.parents.length > 0))
            found.push({ guard: { ...guard, within: 'parent' }, prior: 1.45 + named });
        }
    }
  }
  for (const slot of slots) {
    const named = mentions(context, slot);
    // What is missing is a matter of validity; other refusals must say so.
    if (!invalid && named <= 0) continue;
    if (slot.in === 'query') found.push({ guard: { g: 'missing', slot }, prior: (invalid ? 0.7 : 0) + named });
    if (slot.in === 'body' && isPlainPath(slot.path))
      found.push({
        guard: { g: 'missing', slot },
        prior:
          (invalid ? 1 : 0.1) -
          Math.max(0, slot.path.length - 2) * 0.05 +
          named +
          (/required|missing|blank|provide/i.test(text) ? 0.4 : 0),
      });
  }
  // One half of a rule: this field may not be changed in that state.
  if (conflict)
    for (const slot of slots)
      if (slot.in === 'body' && isPlainPath(slot.path))
        found.push({ guard: { g: 'not', of: { g: 'missing', slot } }, prior: 0.4 + mentions(context, slot) });
  if (status === 403) found.push(...ownerFeatures(refused, served, context));
  if (invalid)
    found.push({
      guard: { g: 'empty', slot: { in: 'body', path: [] } },
      prior: 0.8 + (/at least one|empty|no fields/i.test(text) ? 1 : 0),
    });
  if (conflict || status === 412) found.push(...stateFeatures(refused, served, context, slots));
  if (conflict && refused.some(({ layout }) => layout.kind !== 'delete'))
    found.push(...overlapFeatures(refused, served, context, slots), ...capacityFeatures(refused, context, slots));
  if (invalid || conflict || status === 404)
    found.push(...elementFeatures(refused, context), ...memberFeatures(refused, served, context));
  if (status === 412) found.push({ guard: { g: 'if-match-differs', of: { r: 'target' } }, prior: 2.5 });
  for (const name of secondSecrets(refused, served))
    found.push({
      guard: { g: 'header-missing', name },
      prior:
        1.5 +
        (status === 403 ? 0.5 : 0) +
        (text.toLowerCase().includes(name.toLowerCase().replace(/^x-/, '')) ? 0.7 : 0),
    });
  if (status === 428) found.push({ guard: { g: 'header-missing', name: 'If-Match' }, prior: 3 });
  if (status === 403 || status === 404) {
    const refusedBy = new Set(refused.flatMap(({ principalId }) => principalId ?? []));
    const servedTo = new Set(served.flatMap(({ principalId }) => principalId ?? []));
    const only = [...refusedBy].filter((id) => !servedTo.has(id) || context.principals.refused.has(id));
    if (only.length > 0 && status === 403)
      found.push({
        guard: {
          g: 'principal-in',
          principals: [...new Set([...only, ...context.principals.refused])].filter((id) => !servedTo.has(id)).sort(),
        },
        prior: 1.6,
      });
  }
  if ((status === 409 || status === 400 || status === 422) && refused.some(({ layout }) => layout.kind === 'delete'))
    found.push(...childFeatures(refused, served, context));
  return found;
}

function isPlainPath(path: JsonPath): boolean {
  return path.length <= 4 && path.every((step) => typeof step === 'string');
}

function secondSecrets(refused: readonly Scene[], served: readonly Scene[]): readonly string[] {
  const [first] = served;
  if (first === undefined || refused.length === 0) return [];
  const names = first.call.exchange.headers
    .map(([name]) => name)
    .filter(
      (name) => !/^(?:content-|accept|host$|user-agent$|connection$|if-|authorization$|cookie$|date$)/i.test(name),
    );
  return names.filter(
    (name) =>
      served.every((scene) => headerValue(scene.call.exchange.headers, name) !== undefined) &&
      refused.every((scene) => (headerValue(scene.call.exchange.headers, name) ?? '') === ''),
  );
}

function takenPaths(
  slot: Slot,
  name: string,
  served: readonly Scene[],
  refused: readonly Scene[],
): readonly JsonPath[] {
  if (slot.in !== 'body') return [];
  const doc = [...served, ...refused].map((scene) => scene.after).find((one) => one !== null) ?? null;
  const paths: JsonPath[] = [[name]];
  if (slot.path.length > 1) paths.push(slot.path);
  if (doc !== null)
    for (const [key, value] of Object.entries(doc))
      if (isObject(value) && Object.hasOwn(value, name)) paths.push([key, name]);
  return paths;
}
