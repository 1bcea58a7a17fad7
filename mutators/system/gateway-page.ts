import {
  addFault,
  callTargets,
  constantFrom,
  defineMutator,
  neededReads,
  oneOf,
  nat,
  type CallTarget,
} from 'offscript/kit';

const TITLES = ['502 Bad Gateway', 'We will be right back', 'Service Unavailable', 'Scheduled maintenance'] as const;

/**
 * @example GET /tickets -> {"tickets":[...]}   ->   GET /tickets -> <html>502 Bad Gateway</html>, then as before
 */
export const gatewayPage = defineMutator<{ status: number; title: number; on: boolean }, CallTarget>({
  id: 'system/gateway-page',
  summary: 'A proxy in between answers with its own HTML page once, sometimes even with status 200.',
  visibility: 'implicit',
  duration: 'transient',
  rate: 'status:5xx',
  params: { status: constantFrom(200, 502, 503), title: nat(TITLES.length - 1), on: constantFrom(true) },
  neutral: { status: 502, title: 0, on: false },
  bite: [{ b: 'without', handler: 'backoff' }, { b: 'without', handler: 'reject-garbage' }, { b: 'recorded' }],
  discriminates: ['goal'],
  targets: (context) => callTargets([...context.writes, ...neededReads(context)]),
  footprint: ({ operation }) => [`op:${operation}`],
  apply(draft, { status, title, on }, target) {
    if (!on) return {};
    const heading = oneOf(TITLES, title);
    const page = `<!DOCTYPE html>\n<html>\n<head><title>${heading}</title></head>\n<body>\n<center><h1>${heading}</h1></center>\n<hr><center>nginx</center>\n</body>\n</html>\n`;
    return addFault(draft, target, { f: 'status', status, headers: [['Content-Type', 'text/html']], body: page });
  },
  explain: ({ status, title }, { operation }) =>
    `${operation} answers once with a proxy's page "${oneOf(TITLES, title)}" and status ${status}.`,
});
