import type { Span } from './span.ts';

/** `1,250.50`, `1.250,50`, `1 250,50`, `1'250`, `1250.5`, and no piece of an identifier. */
const NUMBER =
  /(?<![\p{L}\p{N}_.,-])-?(?:\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*(?:[.,]\d+)?|\d+(?:[.,]\d+)?)(?![\p{N}_]|[.,-]\d)/gu;

/** Where a text says a number, in any country's way of writing it; a unit may stand beside it. */
export function numberSpans(text: string, value: number): readonly Span[] {
  return [...text.matchAll(NUMBER)].flatMap(({ 0: said, index }) =>
    readingsOf(said).includes(value) ? [{ from: index, to: index + said.length }] : [],
  );
}

/** What a number may mean: `1,250` is 1250 to some and 1.25 to others. */
function readingsOf(said: string): readonly number[] {
  const groups = /^-?\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*/.exec(said);
  const whole = groups === null ? undefined : groups[0].replaceAll(/[^\d-]/g, '');
  const rest = groups === null ? '' : said.slice(groups[0].length);
  const readings = [Number(said.replace(',', '.'))];
  if (whole !== undefined && rest[0] !== groups?.[1]) readings.push(Number(`${whole}${rest.replace(',', '.')}`));
  return readings.filter((reading) => Number.isFinite(reading));
}
