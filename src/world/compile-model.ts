/** Prepares a learned model once; every world made from it shares the result. */
import type { AnswerSample } from '../model/base-state.ts';
import type { Guard } from '../model/guard.ts';
import type { LearnedModel } from '../model/learned-model.ts';
import type { Operation } from '../model/operation.ts';
import type { HeaderModel, Template } from '../model/template.ts';
import { baseIndexOf } from './state/base-index.ts';
import { createTemplateCompiler } from './answers/compile-template.ts';
import type { CompiledHeader, CompiledModel, CompiledOperation, Render, Router } from './compiled.ts';
import { derivedRulesOf } from './effects/derived-rules.ts';
import { createRouter } from './request/route.ts';

const cache = new WeakMap<LearnedModel, CompiledModel>();

export function compileModel(model: LearnedModel): CompiledModel {
  const found = cache.get(model);
  if (found !== undefined) return found;
  const made = compile(model);
  cache.set(model, made);
  return made;
}

function compile(model: LearnedModel): CompiledModel {
  const base = baseIndexOf(model);
  const template = createTemplateCompiler();
  const operations = new Map(
    model.operations.map((operation) => [operation.id, compileOperation(model, operation, template)]),
  );
  const byOrigin = new Map<string, CompiledOperation[]>(model.origins.map((origin) => [origin, []]));
  for (const compiled of operations.values()) {
    const list = byOrigin.get(compiled.operation.origin);
    if (list === undefined) byOrigin.set(compiled.operation.origin, [compiled]);
    else list.push(compiled);
  }
  const routers = new Map<string, Router>([...byOrigin].map(([origin, list]) => [origin, createRouter(list)]));
  const samples = new Map<string, AnswerSample[]>();
  for (const sample of model.samples) {
    const list = samples.get(sample.operation);
    if (list === undefined) samples.set(sample.operation, [sample]);
    else list.push(sample);
  }
  const shapes = model.errors.map((shape) => ({
    shape,
    render: template(shape.body),
    headers: compileHeaders(shape.headers),
  }));
  const validating = new Set(
    model.errors.filter(({ trigger }) => trigger === 'invalid').map(({ scope }) => scope.origin),
  );
  return {
    model,
    base,
    operations,
    routers,
    headers: new Map(Object.entries(model.commonHeaders).map(([origin, list]) => [origin, compileHeaders(list)])),
    bigIntegers: new Map(Object.entries(model.bigIntegers ?? {}).map(([origin, keys]) => [origin, new Set(keys)])),
    shapes,
    auth: new Map(model.auth.map((auth) => [auth.origin, auth])),
    rules: derivedRulesOf(model),
    samples,
    validating,
  };
}

function compileOperation(
  model: LearnedModel,
  operation: Operation,
  template: (template: Template) => Render,
): CompiledOperation {
  const params = operation.segments.flatMap((segment) => (segment.kind === 'param' ? [segment] : []));
  return {
    operation,
    resource: model.resources.find(({ name }) => name === operation.resource) ?? null,
    paramNames: params.map(({ name }) => name),
    aliases: new Map(params.filter(({ aliases }) => aliases.length > 0).map(({ name, aliases }) => [name, aliases])),
    branches: operation.branches.map((branch) => ({
      branch,
      render: template(branch.body),
      headers: compileHeaders(branch.headers),
    })),
    guards: new Set(operation.branches.flatMap(({ guard }) => [...guardKinds(guard)])),
    seenHeaders: new Set(operation.request.headers.map(({ path }) => String(path[0]).toLowerCase())),
    wantsBody: operation.request.body.some(
      ({ path }) => path.length > 0 && typeof path[0] === 'string' && path[0] !== '*',
    ),
  };
}

function* guardKinds(guard: Guard): Generator<Guard['g']> {
  yield guard.g;
  if (guard.g === 'and') for (const part of guard.all) yield* guardKinds(part);
  else if (guard.g === 'or') for (const part of guard.any) yield* guardKinds(part);
  else if (guard.g === 'not' || guard.g === 'any') yield* guardKinds(guard.of);
}

/** The transport frames messages itself; a recorded encoding or length would be a lie about other bytes. */
const FRAMING = new Set(['content-length', 'transfer-encoding', 'content-encoding', 'connection', 'keep-alive']);

export function isFraming(name: string): boolean {
  return FRAMING.has(name.toLowerCase());
}

function compileHeaders(headers: readonly HeaderModel[]): readonly CompiledHeader[] {
  return headers
    .filter(({ name }) => !isFraming(name))
    .map(({ name, value }): CompiledHeader => {
      const lower = name.toLowerCase();
      if (value.k === 'const' && value.value !== null)
        return { kind: 'fixed', pair: [name, String(value.value)], lower };
      return { kind: 'made', name, lower, value };
    });
}
