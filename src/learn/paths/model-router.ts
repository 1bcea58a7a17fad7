/** Recognises requests by a finished model: what the learner's router does while learning. */
import type { LearnedModel } from '../../model/learned-model.ts';
import { selectionOf, type Operation } from '../../model/operation.ts';
import { slotValue } from '../reading/call.ts';
import type { Exchange } from '../reading/exchange.ts';

export interface Recognised {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
}

const ROUTERS = new WeakMap<LearnedModel, (exchange: Exchange) => Recognised | null>();

export function modelRouter(model: LearnedModel): (exchange: Exchange) => Recognised | null {
  let router = ROUTERS.get(model);
  if (router === undefined) ROUTERS.set(model, (router = createRouter(model)));
  return router;
}

function createRouter(model: LearnedModel): (exchange: Exchange) => Recognised | null {
  const groups = new Map<string, Operation[]>();
  for (const operation of model.operations) {
    const key = `${operation.method} ${operation.origin} ${operation.segments.length}`;
    groups.set(key, [...(groups.get(key) ?? []), operation]);
  }
  // Literal before value, from the left.
  for (const group of groups.values())
    group.sort((a, b) =>
      shapeText(a) < shapeText(b)
        ? -1
        : shapeText(a) > shapeText(b)
          ? 1
          : Number(a.discriminator === null) - Number(b.discriminator === null),
    );
  return (exchange) => {
    for (const operation of groups.get(`${exchange.method} ${exchange.origin} ${exchange.segments.length}`) ?? []) {
      const params = paramsOf(operation, exchange.segments);
      if (params === null) continue;
      const { discriminator } = operation;
      if (discriminator === null) return { operation, params };
      const selected = String(slotValue(exchange, params, discriminator.slot));
      if (selectionOf(selected, discriminator.document !== null) === discriminator.value) return { operation, params };
    }
    return null;
  };
}

function shapeText({ segments }: Operation): string {
  return segments.map((segment) => (segment.kind === 'literal' ? '0' : segment.suffix !== '' ? '1' : '2')).join('');
}

function paramsOf({ segments }: Operation, texts: readonly string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const text = texts[index] ?? '';
    if (segment.kind === 'literal') {
      if (segment.text !== text) return null;
    } else {
      if (
        !text.startsWith(segment.prefix) ||
        !text.endsWith(segment.suffix) ||
        text.length <= segment.prefix.length + segment.suffix.length
      )
        return null;
      params[segment.name] = text.slice(segment.prefix.length, text.length - segment.suffix.length);
    }
  }
  return params;
}
