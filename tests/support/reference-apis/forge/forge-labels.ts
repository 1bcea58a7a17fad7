import type { ReferenceResponse } from '../reference-api.ts';
import { emptyReply, jsonReply } from '../reply.ts';
import type { Route } from '../router.ts';
import { bodyOf, homeOf, invalid, notFound, ownHomeOf, pageOf, required, tagged, textOr } from './forge-reply.ts';
import type { ForgeCall } from './forge-reply.ts';
import { showLabel } from './forge-show.ts';
import { idsOf } from './forge-world.ts';
import type { ForgeWorld, Home, Label } from './forge-world.ts';

const REPO = '/repos/{owner}/{name}';

export const LABEL_ROUTES: readonly Route<ForgeWorld>[] = [
  { operation: 'labels.list', method: 'GET', pattern: `${REPO}/labels`, handle: listLabels },
  { operation: 'labels.create', method: 'POST', pattern: `${REPO}/labels`, handle: createLabel },
  { operation: 'labels.get', method: 'GET', pattern: `${REPO}/labels/{label}`, handle: getLabel },
  { operation: 'labels.update', method: 'PATCH', pattern: `${REPO}/labels/{label}`, handle: updateLabel },
  { operation: 'labels.delete', method: 'DELETE', pattern: `${REPO}/labels/{label}`, handle: deleteLabel },
];

export function labelNamed(home: Home, name: string): Label | undefined {
  return [...home.labels.values()].find((label) => label.name.toLowerCase() === name.toLowerCase());
}

function labelAt(call: ForgeCall, home: Home): Label {
  const label = labelNamed(home, call.param('label'));
  if (label === undefined) throw notFound();
  return label;
}

function listLabels(call: ForgeCall): ReferenceResponse {
  const home = homeOf(call);
  const sorted = [...home.labels.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return pageOf(call, sorted, (label) => showLabel(home, label));
}

function getLabel(call: ForgeCall): ReferenceResponse {
  const home = homeOf(call);
  return tagged(call, showLabel(home, labelAt(call, home)));
}

function checkLabel(home: Home, label: Label): void {
  const other = labelNamed(home, label.name);
  if (other !== undefined && other.id !== label.id)
    throw invalid({ resource: 'Label', code: 'already_exists', field: 'name' });
  if (!/^[0-9a-f]{6}$/i.test(label.color)) throw invalid({ resource: 'Label', code: 'invalid', field: 'color' });
}

function createLabel(call: ForgeCall): ReferenceResponse {
  const home = ownHomeOf(call);
  const body = bodyOf(call);
  const name = required('Label', body, 'name');
  const draft = {
    id: 0,
    node_id: '',
    name,
    color: textOr(body, 'color', null) ?? 'ededed',
    default: false,
    description: textOr(body, 'description', null),
  };
  checkLabel(home, draft);
  const label = { ...draft, ...idsOf(call.state, 'LA') };
  home.labels.set(label.id, label);
  return jsonReply(201, showLabel(home, label));
}

function updateLabel(call: ForgeCall): ReferenceResponse {
  const home = ownHomeOf(call);
  const label = labelAt(call, home);
  const body = bodyOf(call);
  const saved = {
    ...label,
    name: textOr(body, 'new_name', label.name) ?? label.name,
    color: textOr(body, 'color', label.color) ?? label.color,
    description: textOr(body, 'description', label.description),
  };
  checkLabel(home, saved);
  home.labels.set(label.id, saved);
  return jsonReply(200, showLabel(home, saved));
}

/** Takes the label off every issue. */
function deleteLabel(call: ForgeCall): ReferenceResponse {
  const home = ownHomeOf(call);
  const { id } = labelAt(call, home);
  for (const issue of home.issues.values())
    if (issue.labels.includes(id))
      home.issues.set(issue.number, { ...issue, labels: issue.labels.filter((one) => one !== id) });
  home.labels.delete(id);
  return emptyReply(204);
}
