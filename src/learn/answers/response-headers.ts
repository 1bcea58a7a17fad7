/** Headers of answers: which an origin always sends, which a branch adds, and what their values are made of. */
import type { HeaderList } from '../../model/http.ts';
import type { Expr, Ref } from '../../model/expr.ts';
import type { HeaderModel } from '../../model/template.ts';
import { idShapeOf, isIdLike } from '../records/id-shape.ts';
import { learnValue } from '../values/learn-value.ts';
import type { Scene } from '../values/scene.ts';

/** Made by the transport, not by the API. */
const TRANSPORT = new Set([
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'date',
  'content-encoding',
  'trailer',
  'set-cookie',
  'age',
  'via',
  'cf-ray',
  'cf-cache-status',
  'report-to',
  'nel',
  'alt-svc',
  'server-timing',
]);

export interface HeaderEvidence {
  readonly scene: Scene;
  readonly headers: HeaderList;
}

export function headersOf(
  evidence: readonly HeaderEvidence[],
  refs: readonly Ref[],
  special: (name: string, values: readonly HeaderEvidence[]) => Expr | null = () => null,
): readonly HeaderModel[] {
  const names = new Map<string, { name: string; n: number }>();
  for (const { headers } of evidence) {
    for (const name of new Set(headers.map(([key]) => key.toLowerCase()))) {
      const entry = names.get(name) ?? { name: headers.find(([key]) => key.toLowerCase() === name)?.[0] ?? name, n: 0 };
      entry.n++;
      names.set(name, entry);
    }
  }
  const models: HeaderModel[] = [];
  for (const [key, { name, n }] of names) {
    if (TRANSPORT.has(key)) continue;
    const extra = special(key, evidence);
    if (extra !== null) {
      models.push({ name, value: extra });
      continue;
    }
    if (n < evidence.length * 0.6) continue;
    const value = valueOf(key, evidence, refs);
    if (value !== null) models.push({ name, value });
  }
  return models;
}

function valueOf(key: string, evidence: readonly HeaderEvidence[], refs: readonly Ref[]): Expr | null {
  const samples = evidence.flatMap(({ scene, headers }) => {
    const value = headers.find(([name]) => name.toLowerCase() === key)?.[1];
    return value === undefined ? [] : [{ scene, value, draft: scene.after }];
  });
  const first = samples[0]?.value ?? '';
  if (samples.every(({ value }) => value === first) && (samples.length > 1 || !/\d{3}/.test(first))) {
    if (key !== 'location') return { k: 'const', value: first };
  }
  if (key === 'etag') {
    const [, prefix = '', inner = '', suffix = ''] = /^(W\/"|"|)(.*?)("|)$/.exec(first) ?? [];
    const learned = learnValue(samples, { refs: [...refs, { r: 'created' }], name: key, path: [key], split: false });
    if (learned !== null && learned.expr.k === 'concat') return learned.expr;
    return {
      k: 'digest',
      of: refs.some(({ r }) => r === 'target') ? { r: 'target' } : { r: 'created' },
      prefix,
      suffix,
      length: inner.length,
    };
  }
  const learned = learnValue(samples, { refs: [...refs, { r: 'created' }], name: key, path: [key], split: false });
  if (learned !== null && (learned.expr.k !== 'const' || samples.length > 1)) return learned.expr;
  if (
    samples.every(({ value }) => isIdLike(value)) &&
    new Set(samples.map(({ value }) => value)).size > samples.length * 0.8
  )
    return { k: 'generate', shape: idShapeOf(samples.map(({ value }) => value)) };
  if (/ratelimit|rate-limit|runtime|timing|elapsed/i.test(key))
    return { k: 'const', value: samples[Math.floor(samples.length / 2)]?.value ?? first };
  return key === 'location' || key === 'link' || key === 'retry-after' ? null : { k: 'const', value: first };
}
