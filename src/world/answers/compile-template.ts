/** Turns a body template into a function that writes JSON bytes: what never changes is encoded once. */
import { isArray, objectOf, type Json } from '../../model/json.ts';
import type { Guard } from '../../model/guard.ts';
import type { Template, View } from '../../model/template.ts';
import type { CompiledView, Render, Turn } from '../compiled.ts';
import { evaluate } from '../effects/evaluate.ts';
import { holds } from './holds.ts';
import type { Rec } from '../state/rec.ts';
import { renderSample } from './render-sample.ts';
import { showRecord } from './show-record.ts';
import { Sink } from './sink.ts';
import { valuesAt } from '../effects/values-at.ts';

const COMMA = Buffer.from(',');
const OPEN = Buffer.from('[');
const CLOSE = Buffer.from(']');
const BRACE = Buffer.from('{');
const UNBRACE = Buffer.from('}');
const NULL = Buffer.from('null');

/** Views are numbered by what they say, so that equal views share what was rendered. */
export function createTemplateCompiler(): (template: Template) => Render {
  const views = new Map<string, CompiledView>();
  const viewOf = (view: View): CompiledView => {
    const text = JSON.stringify(view);
    let found = views.get(text);
    if (found === undefined) {
      const plain = view.fields === null && view.moved.length === 0 && view.embeds.length === 0;
      views.set(text, (found = { id: views.size, view, plain }));
    }
    return found;
  };
  const compile = (template: Template): Render => {
    const fixed = constantOf(template);
    if (fixed !== undefined) return always(Buffer.from(JSON.stringify(fixed)));
    switch (template.t) {
      case 'none':
        return () => false;
      case 'raw':
        return always(Buffer.from(template.text));
      case 'expr':
        return (turn, sink) => writeJson(sink, evaluate(template.value, turn));
      case 'object':
        return objectRender(
          template.fields.map(({ key, value, optional }) => ({ key, optional, render: compile(value) })),
        );
      case 'array':
        return arrayRender(template.items.map(compile));
      case 'entity': {
        const view = viewOf(template.view);
        return (turn, sink) => {
          const rec = turn.resolve(template.of);
          if (rec === null) return false;
          showRecord(turn, sink, rec, view);
          return true;
        };
      }
      case 'list': {
        const view = viewOf(template.view);
        return (turn, sink) => writeRecords(turn, sink, turn.listed, view);
      }
      case 'related': {
        const view = viewOf(template.view);
        return (turn, sink) => writeRecords(turn, sink, relatedTo(turn, template.resource, template.by), view);
      }
      case 'problems':
        return problemsRender(
          template.as,
          template.entries.map(({ when, key, value }) => ({ when, key, render: compile(value) })),
        );
      case 'sample':
        return renderSample;
    }
  };
  return compile;
}

function always(bytes: Buffer): Render {
  return (_turn, sink) => {
    sink.bytes(bytes);
    return true;
  };
}

function constantOf(template: Template): Json | undefined {
  if (template.t === 'expr') return template.value.k === 'const' ? template.value.value : undefined;
  if (template.t === 'array') {
    const items = template.items.map(constantOf);
    return items.includes(undefined) ? undefined : (items as Json[]);
  }
  if (template.t !== 'object') return undefined;
  const entries = template.fields.map(({ key, value }) => [key, constantOf(value)] as const);
  return entries.some(([, value]) => value === undefined) ? undefined : (Object.fromEntries(entries) as Json);
}

function writeJson(sink: Sink, value: Json | undefined): boolean {
  if (value === undefined) return false;
  sink.text(JSON.stringify(value));
  return true;
}

function objectRender(
  fields: readonly { readonly key: string; readonly optional: boolean; readonly render: Render }[],
): Render {
  const keys = fields.map(({ key }) => ({
    first: Buffer.from(`{${JSON.stringify(key)}:`),
    later: Buffer.from(`,${JSON.stringify(key)}:`),
  }));
  return (turn, sink) => {
    let empty = true;
    for (const [index, { optional, render }] of fields.entries()) {
      const key = keys[index];
      if (key === undefined) continue;
      const mark = sink.mark();
      sink.bytes(empty ? key.first : key.later);
      if (!render(turn, sink)) {
        if (optional) {
          sink.cut(mark);
          continue;
        }
        sink.bytes(NULL);
      }
      empty = false;
    }
    if (empty) sink.bytes(BRACE);
    sink.bytes(UNBRACE);
    return true;
  };
}

type Problem = { readonly when: Guard; readonly key: string | null; readonly render: Render };

function problemsRender(as: 'array' | 'object', entries: readonly Problem[]): Render {
  return (turn, sink) => {
    const found = entries.flatMap(({ when, key, render }): { key: string; value: Json }[] => {
      const part = new Sink();
      return holds(when, turn) && render(turn, part)
        ? [{ key: key ?? '', value: JSON.parse(part.done().toString()) as Json }]
        : [];
    });
    if (as === 'array')
      return writeJson(
        sink,
        found.map(({ value }) => value),
      );
    const byKey = new Map<string, Json>();
    for (const { key, value } of found) {
      const before = byKey.get(key);
      byKey.set(key, isArray(before) && isArray(value) ? [...before, ...value] : (before ?? value));
    }
    return writeJson(sink, objectOf(byKey));
  };
}

function arrayRender(items: readonly Render[]): Render {
  return (turn, sink) => {
    sink.bytes(OPEN);
    for (const [index, render] of items.entries()) {
      if (index > 0) sink.bytes(COMMA);
      if (!render(turn, sink)) sink.bytes(NULL);
    }
    sink.bytes(CLOSE);
    return true;
  };
}

function writeRecords(turn: Turn, sink: Sink, recs: readonly Rec[], view: CompiledView): boolean {
  sink.bytes(OPEN);
  for (let at = 0; at < recs.length; at++) {
    const rec = recs[at];
    if (rec === undefined) continue;
    if (at > 0) sink.bytes(COMMA);
    showRecord(turn, sink, rec, view);
  }
  sink.bytes(CLOSE);
  return true;
}

/** Records that those in the body refer to, once each, in order of first mention. */
function relatedTo(turn: Turn, resource: string, by: readonly (string | number)[]): readonly Rec[] {
  const shown =
    turn.listed.length > 0 ? turn.listed : [turn.resolve({ r: 'created' }) ?? turn.resolve({ r: 'target' })];
  const found = new Map<string, Rec>();
  for (const rec of shown) {
    for (const id of rec === null ? [] : valuesAt(rec.doc, by)) {
      if (id === null || typeof id === 'object') continue;
      const other = turn.byId(resource, String(id));
      if (other !== undefined && other.dead === null) found.set(other.key, other);
    }
  }
  return [...found.values()];
}
