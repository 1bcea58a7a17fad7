import type { Episode, Proof } from '../model/episode.ts';
import { proverFor } from './prover-for.ts';
import { EpisodeSet } from '../store/set-store.ts';

export interface AuditResult {
  readonly episodes: number;
  readonly oracle: { readonly min: number; readonly mean: number };
  /** `constant-report`: over agents that report the same in every episode, what each earns on average of the set. */
  readonly baselines: Readonly<Record<string, { readonly max: number; readonly mean: number }>>;
  readonly bites: number;
  readonly mutantsKilled: number;
  readonly variantsPass: number;
  readonly resetEqual: boolean;
  readonly replayEqual: boolean;
  readonly environmentFailures: number;
  readonly unverified: number;
  readonly failed: readonly { readonly episode: string; readonly reason: string }[];
}

/** Executes every proof of a set again and sums up what it shows. */
export function auditSet(path: string, full: boolean, onProgress?: (text: string) => void): AuditResult {
  const set = EpisodeSet.open(path);
  try {
    const prover = proverFor(set.facts, Number.POSITIVE_INFINITY);
    const proofs: { readonly episode: Episode; readonly proof: Proof }[] = [];
    const failed: { episode: string; reason: string }[] = [];
    let at = 0;
    for (const episode of set.episodes()) {
      const proof = prover.reprove(episode, full);
      if (typeof proof === 'string') failed.push({ episode: episode.id, reason: proof });
      else {
        proofs.push({ episode, proof });
        if (!sameOracle(proof, episode.proof))
          failed.push({ episode: episode.id, reason: 'the oracle met other answers than when it was proven' });
      }
      at += 1;
      onProgress?.(`${at} of ${set.size} episodes audited`);
    }
    return { ...summaryOf(proofs), episodes: at, failed };
  } finally {
    set.close();
  }
}

function sameOracle(now: Proof, then: Proof): boolean {
  return (
    now.oracle.length === then.oracle.length && now.oracle.every(({ digest }, at) => digest === then.oracle[at]?.digest)
  );
}

function summaryOf(
  proofs: readonly { readonly episode: Episode; readonly proof: Proof }[],
): Omit<AuditResult, 'episodes' | 'failed'> {
  const rewards = proofs.flatMap(({ proof }) => proof.oracle.map(({ reward }) => reward));
  const earned = new Map<string, readonly number[]>();
  for (const { proof } of proofs) {
    for (const { name, reward } of proof.baselines) {
      const kind = name.startsWith('prefix') ? 'prefix' : name;
      earned.set(kind, [...(earned.get(kind) ?? []), reward]);
    }
  }
  earned.set('constant-report', constantReporters(proofs));
  const biting = proofs.filter(({ episode }) => episode.mutators.some(({ benign }) => !benign));
  const mutants = proofs.flatMap(({ proof }) => proof.mutants.filter(({ equivalent }) => !equivalent));
  const variants = proofs.flatMap(({ proof }) => proof.variants);
  const calls = proofs.reduce((sum, { proof }) => sum + proof.calls, 0);
  return {
    oracle: { min: rewards.length === 0 ? 0 : Math.min(...rewards), mean: mean(rewards) },
    baselines: Object.fromEntries(
      [...earned].map(([name, values]) => [name, { max: Math.max(...values), mean: mean(values) }]),
    ),
    bites: share(biting.filter(({ proof }) => proof.bite !== null).length, biting.length),
    mutantsKilled: share(mutants.filter(({ reward }) => reward < 1).length, mutants.length),
    variantsPass: share(variants.filter(({ reward }) => reward === 1).length, variants.length),
    resetEqual: proofs.every(({ proof }) => proof.resetEqual),
    replayEqual: proofs.every(({ proof }) => proof.replayEqual),
    environmentFailures: proofs.reduce((sum, { proof }) => sum + proof.noAnswer, 0),
    unverified: calls === 0 ? 0 : proofs.reduce((sum, { proof }) => sum + proof.unverified, 0) / calls,
  };
}

/** What each agent that reports the same in every episode earns on average: over the set, and over each of its splits. */
function constantReporters(proofs: readonly { readonly episode: Episode; readonly proof: Proof }[]): readonly number[] {
  const splits = [...new Set(proofs.map(({ episode }) => episode.split))];
  const groups = [
    proofs,
    ...splits
      .map((split) => proofs.filter(({ episode }) => episode.split === split))
      .filter(({ length }) => length >= FEWEST_FOR_A_SHARE),
  ];
  return groups.flatMap((group) => {
    const sums = new Map<string, number>();
    for (const { name, reward } of group.flatMap(({ proof }) => proof.constantReports ?? []))
      sums.set(name, (sums.get(name) ?? 0) + reward);
    return sums.size === 0 ? [0] : [...sums.values()].map((sum) => sum / group.length);
  });
}

/** Of fewer episodes one is more than a share of one in twenty. */
const FEWEST_FOR_A_SHARE = 20;

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** 1 where there is nothing to have a share of. */
function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}
