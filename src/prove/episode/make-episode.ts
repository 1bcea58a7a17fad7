import { sha256 } from '../../model/digest.ts';
import type { Episode, EpisodeDraft, Interface, Limits, Proof } from '../../model/episode.ts';
import { canonicalJson, type Json } from '../../model/json.ts';
import { bareDraft } from './bare-draft.ts';

export const CALL_TIMEOUT_MS = 10_000;

const UNPROVEN: Proof = {
  interface: 'http',
  oracle: [],
  variants: [],
  baselines: [],
  mutants: [],
  bite: null,
  resetEqual: false,
  replayEqual: false,
  noAnswer: 0,
  unverified: 0,
  calls: 0,
};
/** Room enough for any oracle; the real limits come from what it did. */
const OPEN_LIMITS: Limits = {
  oracleCalls: 100,
  oracleWrites: 50,
  oracleAttempts: 50,
  calls: 420,
  writeSlack: 0,
  timeoutMs: CALL_TIMEOUT_MS,
  oracleBytes: 0,
};

/** A draft as an episode that can be played, before its limits and proof are known. */
export function makeEpisode(draft: EpisodeDraft, iface: Interface, policy: string): Episode {
  const { task, plan, seed } = draft;
  const content = {
    task: task.id,
    plan,
    seed,
    interface: iface,
    patches: draft.patches,
    instruction: draft.instruction,
    inputs: draft.inputs,
    goal: draft.goal,
  } as unknown as Json;
  return {
    id: `e${sha256(canonicalJson(content)).slice(0, 10)}`,
    interface: iface,
    task,
    plan,
    seed,
    patches: [...task.start, ...draft.patches],
    ownPatches: task.start.length,
    startAt: task.startAt,
    instruction: draft.instruction ?? task.instruction,
    inputs: draft.inputs ?? task.inputs,
    policy,
    goal: draft.goal ?? task.goal,
    oracle: task.oracle,
    oraclePatches: draft.oracle,
    user: draft.user,
    mustNot: draft.mustNot,
    hostile: draft.hostile,
    mutators: draft.mutators,
    family: draft.mutators[0]?.family ?? 'neutral',
    limits: OPEN_LIMITS,
    sideEffects: [],
    split: 'train',
    proof: { ...UNPROVEN, interface: iface },
  };
}

/** The same task and seed in an unmutated world. Derived, never stored. */
export function neutralTwin(episode: Episode): Episode {
  const draft = bareDraft(episode.task, episode.seed);
  return {
    ...makeEpisode(draft, episode.interface, episode.policy),
    id: `${episode.id}~neutral`,
    split: episode.split,
  };
}
