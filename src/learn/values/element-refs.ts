import { leavesOf, type JsonPath } from '../../model/json.ts';
import type { ResourceName } from '../../model/names.ts';
import { idText } from '../records/matching.ts';
import { namedBy, type Scene } from './scene.ts';

/** Records that an element names by id. */
export function elementRefs(
  scene: Scene,
): readonly { readonly r: 'element'; readonly resource: ResourceName; readonly path: JsonPath }[] {
  const element = scene.element?.value;
  if (element === undefined) return [];
  const found: { r: 'element'; resource: ResourceName; path: JsonPath }[] = [];
  for (const { path, value } of leavesOf(element)) {
    const id = idText(value);
    const key = String(path.at(-1) ?? '');
    if (id === null) continue;
    for (const resource of scene.world.idPaths.keys()) {
      const named = key
        .toLowerCase()
        .replaceAll('_', '')
        .startsWith(resource.toLowerCase().replaceAll('_', '').slice(0, -1));
      if ((named || Number.isNaN(Number(id))) && scene.world.chronicle.tracks.has(namedBy(scene, resource, id)))
        found.push({ r: 'element', resource, path });
    }
  }
  return found;
}
