import { mapLeaves, valueAt, withValueAt, type Json, type JsonObject, type JsonPath } from '../../model/json.ts';

/** A document under another id: the id itself, and URLs of its own. */
export function rekeyed(doc: JsonObject, oldId: string, newId: string, idPath: JsonPath): JsonObject {
  const inUrl = new RegExp(`/${oldId.replaceAll(/[.+?^${}()|[\]\\*]/g, String.raw`\$&`)}(?=$|[/.?#])`, 'g');
  const linked = mapLeaves(doc, (leaf) =>
    typeof leaf === 'string' && leaf.includes('/') ? leaf.replaceAll(inUrl, `/${newId}`) : leaf,
  );
  const id: Json = typeof valueAt(doc, idPath) === 'number' ? Number(newId) : newId;
  return withValueAt(linked, idPath, id) as JsonObject;
}
