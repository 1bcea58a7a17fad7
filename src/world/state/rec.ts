import type { JsonObject } from '../../model/json.ts';
import type { Entity } from '../../model/base-state.ts';
import type { EntityKey, ResourceName } from '../../model/names.ts';

/** A kept rendering through one view; it holds while each record it needed is still the current version. */
export interface Shown {
  readonly view: number;
  readonly bytes: Buffer;
  readonly needs: readonly Rec[];
}

/**
 * One version of one record. Never edited: a write makes a new one, so that renderings can hang on it.
 * Versions of the base are shared by every world of a model.
 */
export class Rec {
  readonly entity: Entity;
  readonly key: EntityKey;
  readonly resource: ResourceName;
  readonly doc: JsonObject;
  /** Place in base order; created records follow in order of creation. */
  readonly ord: number;
  readonly dead: null | 'deleted' | 'unborn';
  /** Readable by id, but in no list: known only from references to it. */
  readonly ghost: boolean;
  shown: Shown[] | null = null;
  wasShown = false;
  /** The whole document as JSON, where some answer showed it so. */
  bytes: Buffer | null = null;
  tag: string | null = null;

  constructor(entity: Entity, ord: number, dead: null | 'deleted' | 'unborn' = null, ghost = false) {
    this.entity = entity;
    this.key = entity.key;
    this.resource = entity.resource;
    this.doc = entity.doc;
    this.ord = ord;
    this.dead = dead;
    this.ghost = ghost;
  }

  withDoc(doc: JsonObject, parent: EntityKey | null = this.entity.parent): Rec {
    return new Rec({ ...this.entity, doc, parent }, this.ord, this.dead, this.ghost);
  }

  buried(as: 'deleted' | 'unborn'): Rec {
    return new Rec(this.entity, this.ord, as, this.ghost);
  }
}

/** The text of the document that was written out last, for who needs it again at once: its digest. */
export const lastWritten: { rec: Rec | null; text: string } = { rec: null, text: '' };
