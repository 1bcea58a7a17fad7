import type { WorldDraft, WorldSpec } from '../model/world.ts';

/** Makes the draft of a world at reset; comes from the world stage. */
export type CreateDraft = (spec: WorldSpec) => WorldDraft;
