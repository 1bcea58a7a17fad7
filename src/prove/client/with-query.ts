/** A target with parameters that it lacks; those it names already are left as they are. */
export function withQuery(target: string, parameters: readonly (readonly [string, string])[]): string {
  const query = target.includes('?') ? target.slice(target.indexOf('?') + 1) : '';
  const named = new Set(query.split('&').map((part) => part.split('=')[0]));
  const added = parameters
    .map(([name, value]) => [encodeURIComponent(name), encodeURIComponent(value)] as const)
    .filter(([name]) => !named.has(name));
  if (added.length === 0) return target;
  return `${target}${target.includes('?') ? '&' : '?'}${added.map((pair) => pair.join('=')).join('&')}`;
}
