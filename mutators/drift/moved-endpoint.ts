import {
  constantFrom,
  defineMutator,
  isEndpoint,
  neededReads,
  type LearnedModel,
  type Operation,
  type OperationId,
} from 'offscript/kit';

type Target = {
  readonly operation: OperationId;
  /** Where the path differs, and how. */
  readonly at: number;
  readonly from: string | null;
  readonly to: string;
};

/**
 * @example PATCH /v1/tickets/12 -> 200   ->   PATCH /v1/tickets/12 -> 410 Link: </v2/tickets/12>; rel="successor-version", where it answers as before
 */
export const movedEndpoint = defineMutator<{ status: 308 | 404 | 410; on: boolean }, Target>({
  id: 'drift/moved-endpoint',
  summary: 'An endpoint has moved to a new path; the old one only says where to.',
  visibility: 'explicit',
  duration: 'permanent',
  rate: 'status:404',
  params: { status: constantFrom(308 as const, 404 as const, 410 as const), on: constantFrom(true) },
  neutral: { status: 410, on: false },
  bite: [{ b: 'without', handler: 'follow-redirect' }, { b: 'recorded' }],
  discriminates: ['goal', 'complete', 'thrash'],
  *targets(context) {
    const seen = new Set<OperationId>();
    for (const { operation } of [...context.writes, ...neededReads(context)]) {
      const move = moveOf(context.model, operation);
      if (move === null || seen.has(operation.id)) continue;
      seen.add(operation.id);
      yield { operation: operation.id, ...move };
    }
  },
  like: (target, { class: kind, from, to }) => {
    if (kind !== 'endpoint-moved' || !isEndpoint(target.operation, String(from))) return null;
    const move = oneSegment(String(from), String(to));
    return move === null ? null : { operation: target.operation, ...move };
  },
  footprint: ({ operation }) => [`op:${operation}`],
  apply(draft, { status, on }, { operation, at, from, to }) {
    if (on) draft.add({ p: 'moved', operations: [operation], at, from, to, status });
    return {};
  },
  explain: ({ status }, { operation, to }) => `${operation} has moved under "${to}"; its old path answers ${status}.`,
});

/** To the next version where the path names one, else under one. Nothing else may be there already. */
function moveOf(model: LearnedModel, { origin, segments }: Operation): Omit<Target, 'operation'> | null {
  const at = segments.findIndex((segment) => segment.kind === 'literal' && /^v\d+$/.test(segment.text));
  const segment = segments[at];
  const from = segment?.kind === 'literal' ? segment.text : null;
  const place = Math.max(0, at);
  const to = `v${from === null ? 2 : Number(from.slice(1)) + 1}`;
  const isTaken = model.operations.some((other) => {
    const there = other.segments[place];
    return other.origin === origin && (there?.kind === 'param' ? place === 0 : there?.text === to);
  });
  return isTaken ? null : { at: place, from, to };
}

/** Where two paths differ, if that is in one segment: another one there, or one more. */
function oneSegment(before: string, after: string): Omit<Target, 'operation'> | null {
  const segmentsOf = (line: string): readonly string[] => line.slice(line.indexOf('/') + 1).split('/');
  const olds = segmentsOf(before);
  const news = segmentsOf(after);
  const at = news.findIndex((segment, index) => segment !== olds[index]);
  const to = news[at];
  if (to === undefined || to === '{}') return null;
  const isMore = news.length === olds.length + 1;
  const rest = isMore ? olds.slice(at) : olds.slice(at + 1);
  if (rest.join('/') !== news.slice(at + 1).join('/') || (!isMore && news.length !== olds.length)) return null;
  const from = isMore ? null : (olds[at] ?? null);
  return from === '{}' ? null : { at, from, to };
}
