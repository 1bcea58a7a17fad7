/** Keeps an even, deterministic sample of a stream: when full, every second one goes and the stride doubles. */
export interface Sampler<T> {
  readonly items: T[];
  stride: number;
  seen: number;
}

export function createSampler<T>(): Sampler<T> {
  return { items: [], stride: 1, seen: 0 };
}

export function offer<T>(sampler: Sampler<T>, item: T, limit: number): void {
  if (sampler.seen++ % sampler.stride !== 0) return;
  sampler.items.push(item);
  if (sampler.items.length < limit) return;
  const kept = sampler.items.filter((_, index) => index % 2 === 0);
  sampler.items.length = 0;
  sampler.items.push(...kept);
  sampler.stride *= 2;
}
