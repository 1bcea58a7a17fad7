import type { MutatorFixture } from '../mutator-laws.ts';
import { deskDraft } from './desk-draft.ts';
import { DESK_MODEL } from './desk-model.ts';
import { DESK_SLICES } from './desk-prover.ts';

export const DESK_FIXTURE: MutatorFixture = { model: DESK_MODEL, slices: DESK_SLICES, createDraft: deskDraft };
