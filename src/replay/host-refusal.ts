import type { EpisodeRun } from '../model/rollout.ts';

/** Patterns are host names, `*.example.com`, or either with a port. */
export function isAllowed(url: URL, allow: readonly string[]): boolean {
  return allow.some((pattern) => {
    const [host = '', port] = pattern.toLowerCase().split(':');
    if (port !== undefined && port !== (url.port || (url.protocol === 'http:' ? '80' : '443'))) return false;
    return host.startsWith('*.') ? url.hostname.endsWith(host.slice(1)) : url.hostname === host;
  });
}

/** Nothing reaches a real host from inside a rollout, unless it was named. */
export function hostRefusal(url: URL, run: EpisodeRun): Error {
  const known = Object.keys(run.view.baseUrls);
  const here =
    known.length === 0
      ? 'This episode is played through call(name, arguments).'
      : `The episode has: ${known.join(', ')}.`;
  const error = new Error(
    `offscript refused a request to ${url.host}, which is not part of the episode. ${here} ` +
      `To let the agent reach it (a model provider), name it: export const allow = ['${url.hostname}'] in the agent's module, or the option "allow".`,
  );
  return Object.assign(error, { code: 'OFFSCRIPT_HOST_REFUSED' });
}
