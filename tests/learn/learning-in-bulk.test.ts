import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Track } from '../../src/learn/records/chronicle.ts';
import { docBefore } from '../../src/learn/records/chronicle.ts';
import { KnownValues } from '../../src/learn/reading/known-values.ts';
import { learn } from '../../src/learn/learn.ts';
import { liveCounts } from '../../src/learn/records/live-counts.ts';
import { deskTraffic } from '../support/desk-traffic.ts';

it('knows every value it was given, and next to none that it was not', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 400 }), fc.nat(400), (values, cut) => {
      const known = new KnownValues();
      for (const value of values.slice(0, cut)) known.add(value);
      expect(values.slice(0, cut).every((value) => known.has(value))).toBe(true);
      expect(known.size).toBe(Math.min(cut, values.length));
      expect(values.slice(cut).some((value) => known.has(value))).toBe(false);
    }),
  );
});

it('counts the live records of a moment as one by one', () => {
  const version = fc.record({ tick: fc.nat(30), alive: fc.boolean() });
  const track = fc
    .record({ born: fc.boolean(), versions: fc.array(version, { maxLength: 6 }) })
    .map(({ born, versions }): Track => ({
      key: 'notes/1',
      resource: 'notes',
      id: '1',
      parent: null,
      born,
      complete: true,
      versions: versions
        .sort((a, b) => a.tick - b.tick)
        .map(({ tick, alive }) => ({ tick, at: tick, doc: alive ? {} : null, by: 'x', written: true })),
    }));
  fc.assert(
    fc.property(fc.array(track, { maxLength: 20 }), fc.nat(32), (tracks, tick) => {
      const alive = tracks.filter((one) => (docBefore(one, tick) ?? null) !== null).length;
      expect(liveCounts(tracks).before(tick)).toBe(alive);
    }),
  );
});

it('learns the same operations where most calls of a path are not looked into twice', () => {
  const few = learn(() => deskTraffic(40));
  const many = learn(() => deskTraffic(1000));
  const named = (model: typeof few): readonly string[] => model.operations.map(({ id }) => id).sort();
  expect(named(many)).toEqual(named(few));
  expect(named(many)).toHaveLength(6);
});
