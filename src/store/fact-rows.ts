/** What all episodes of a file share: the learned model and the tools. Long lists are kept in parts, so that no text grows without end. */
import type Database from 'better-sqlite3';
import { ContentError } from '../errors.ts';
import type { EpisodeSetFacts } from '../model/episode.ts';
import { MODEL_VERSION, type LearnedModel } from '../model/learned-model.ts';
import { packJson, unpackJson } from './packed-json.ts';

const PART = 500;

export function writeFacts(db: Database.Database, facts: EpisodeSetFacts): void {
  const { model, ...rest } = facts;
  const { samples, base, ...head } = model;
  const { entities, deleted, history, ...baseHead } = base;
  const insert = db.prepare<[string, number, Buffer]>('INSERT INTO fact (name, seq, packed) VALUES (?, ?, ?)');
  const put = (name: string, items: readonly unknown[]): void => {
    for (let at = 0; at < items.length; at += PART) insert.run(name, at / PART, packJson(items.slice(at, at + PART)));
  };
  db.transaction(() => {
    insert.run('rest', 0, packJson(rest));
    insert.run('model', 0, packJson(head));
    insert.run('base', 0, packJson(baseHead));
    put('samples', samples);
    put('entities', entities);
    put('deleted', deleted);
    put('history', history);
  }).immediate();
}

/** @throws ContentError OFFSCRIPT_OTHER_MODEL where another version of offscript wrote them, which this one would misread */
export function readFacts(db: Database.Database): EpisodeSetFacts {
  const parts = db.prepare<[string], Buffer>('SELECT packed FROM fact WHERE name = ? ORDER BY seq').pluck();
  const one = <T>(name: string): T => {
    const [packed] = parts.all(name);
    if (packed === undefined) throw new Error(`The file lacks its fact "${name}".`);
    return unpackJson<T>(packed);
  };
  const many = <T>(name: string): readonly T[] => {
    const items: T[] = [];
    for (const packed of parts.iterate(name)) for (const item of unpackJson<readonly T[]>(packed)) items.push(item);
    return items;
  };
  const rest = one<Omit<EpisodeSetFacts, 'model'>>('rest');
  const head = one<Omit<LearnedModel, 'base' | 'samples'>>('model');
  if (head.version !== MODEL_VERSION) throw otherModel(db.name, head.version, rest);
  type Base = LearnedModel['base'];
  const base: Base = {
    ...one<Omit<Base, 'entities' | 'deleted' | 'history'>>('base'),
    entities: many('entities'),
    deleted: many('deleted'),
    history: many('history'),
  };
  return { ...rest, model: { ...head, base, samples: many('samples') } };
}

function otherModel(path: string, version: number, { recording, seed }: Omit<EpisodeSetFacts, 'model'>): ContentError {
  return new ContentError(
    'OFFSCRIPT_OTHER_MODEL',
    `${path} was made by another version of offscript: its worlds have format ${version}, this one plays ${MODEL_VERSION}.`,
    `Make the episodes again (offscript mutate ${recording.name} --seed ${seed} --out FILE) and replay them, or use the version that made the file.`,
  );
}

/** Enough to judge, not to simulate: no records, no recorded answers. */
export function trimmedFacts(facts: EpisodeSetFacts): EpisodeSetFacts {
  const { model } = facts;
  return {
    ...facts,
    model: { ...model, samples: [], base: { ...model.base, entities: [], deleted: [], history: [] } },
  };
}
