/** A model's base with its history, as a chronicle whose ticks are moments; a session lays its own sights over it. */
import type { JsonObject } from '../../model/json.ts';
import type { LearnedModel } from '../../model/learned-model.ts';
import type { EntityKey } from '../../model/names.ts';
import type { Chronicle, Track, Version } from './chronicle.ts';

const CHRONICLES = new WeakMap<LearnedModel, Chronicle>();

export function baseChronicle(model: LearnedModel): Chronicle {
  let found = CHRONICLES.get(model);
  if (found === undefined) CHRONICLES.set(model, (found = build(model)));
  return found;
}

function build(model: LearnedModel): Chronicle {
  const chronicle: Chronicle = { tracks: new Map(), byResource: new Map() };
  const history = new Map(model.base.history.map(({ key, versions }) => [key, versions]));
  const add = (entity: LearnedModel['base']['entities'][number], gone: boolean): void => {
    const past = history.get(entity.key) ?? [];
    const versions: Version[] = [];
    let from = Number.MIN_SAFE_INTEGER;
    for (const { until, entity: old } of past) {
      if (old !== null) versions.push(versionAt(from, old.doc));
      from = until;
    }
    versions.push(versionAt(from, gone ? null : entity.doc));
    const track: Track = {
      key: entity.key,
      resource: entity.resource,
      id: entity.id,
      parent: entity.parent,
      versions,
      born: past[0]?.entity === null,
      complete: entity.complete,
    };
    chronicle.tracks.set(entity.key, track);
    const list = chronicle.byResource.get(entity.resource);
    if (list === undefined) chronicle.byResource.set(entity.resource, [track]);
    else list.push(track);
  };
  for (const entity of model.base.entities) add(entity, false);
  for (const entity of model.base.deleted) add(entity, true);
  return chronicle;
}

function versionAt(tick: number, doc: JsonObject | null): Version {
  return { tick, at: tick, doc, by: '', written: true };
}

/** The base with what one session has seen and done so far on top. */
export class SessionTracks extends Map<EntityKey, Track> {
  readonly #base: ReadonlyMap<EntityKey, Track>;

  constructor(base: ReadonlyMap<EntityKey, Track>) {
    super();
    this.#base = base;
  }

  override get(key: EntityKey): Track | undefined {
    return super.get(key) ?? this.#base.get(key);
  }

  override has(key: EntityKey): boolean {
    return super.has(key) || this.#base.has(key);
  }

  /** From now on the record is known to be so, whatever the base says. */
  know(key: EntityKey, resource: string, doc: JsonObject | null, parent: EntityKey | null): void {
    const base = this.get(key);
    const id = base?.id ?? key.slice(key.lastIndexOf('/') + 1);
    super.set(key, {
      key,
      resource,
      id,
      parent: base?.parent ?? parent,
      born: false,
      complete: true,
      versions: [versionAt(Number.MIN_SAFE_INTEGER, doc)],
    });
  }
}
