/** Modelled time of an answer, drawn from what was recorded or from what a world was told. */
import type { Turn } from '../compiled.ts';
import type { LatencyModel, Line } from '../../model/world.ts';
import { createDice, type Dice } from '../effects/dice.ts';
import type { Hit } from './rules.ts';

/** Used where an operation's times were never recorded. */
const USUAL: readonly number[] = [15, 20, 25, 30, 35, 40, 50, 60, 80, 120, 250];

/** How the bytes come where the line is what is slow; undefined elsewhere. */
export function lineOf(hits: readonly Hit[]): Line | undefined {
  const edit = latencyHit(hits)?.patch;
  if (edit?.p !== 'latency') return undefined;
  if (edit.model.l === 'dribble') return { comes: { in: 'pieces', chunks: edit.model.chunks }, cut: null };
  return edit.model.l === 'slow-close' ? { comes: { in: 'one', end: 'late' }, cut: null } : undefined;
}

/** Milliseconds. The last latency edit that is about the request counts. */
export function latencyOf(turn: Turn, hits: readonly Hit[]): number {
  const dice = createDice(turn.seed, 'latency', turn.step);
  const recorded = turn.op === null ? undefined : turn.compiled.model.latency[turn.op.operation.id];
  const quantiles = recorded === undefined || recorded.length === 0 ? USUAL : recorded;
  const hit = latencyHit(hits);
  const edit = hit?.patch;
  const milliseconds =
    hit !== undefined && edit?.p === 'latency'
      ? drawn(edit.model, quantiles, dice, hit.nth)
      : quantile(quantiles, dice.unit());
  return Math.round(Math.max(0, milliseconds) * 1000) / 1000;
}

function latencyHit(hits: readonly Hit[]): Hit | undefined {
  return hits.findLast(({ patch, nth }) => patch.p === 'latency' && nth < (patch.first ?? Infinity));
}

function drawn(model: LatencyModel, recorded: readonly number[], dice: Dice, nth: number): number {
  switch (model.l) {
    case 'fixed':
      return model.ms;
    case 'uniform':
      return model.lower + dice.unit() * (model.upper - model.lower);
    case 'lognormal':
      return Math.min(model.max, model.median * Math.exp(model.sigma * normal(dice)));
    case 'recorded':
      return quantile(recorded, dice.unit()) * model.scale;
    case 'dribble':
    case 'slow-close':
      return model.ms;
    case 'ramp':
      return model.fromMs + (model.toMs - model.fromMs) * Math.min(1, nth / Math.max(1, model.calls));
  }
}

function normal(dice: Dice): number {
  return Math.sqrt(-2 * Math.log(1 - dice.unit())) * Math.cos(2 * Math.PI * dice.unit());
}

function quantile(quantiles: readonly number[], unit: number): number {
  const place = unit * (quantiles.length - 1);
  const low = quantiles[Math.floor(place)] ?? 0;
  const high = quantiles[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
}
