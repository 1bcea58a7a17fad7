/** The counter in a text of a counting pattern, as digits; null where the text is not of the pattern. */
export function numberIn(
  { prefix, suffix }: { readonly prefix: string; readonly suffix: string },
  text: string,
): string | null {
  if (!text.startsWith(prefix) || !text.endsWith(suffix)) return null;
  const digits = text.slice(prefix.length, text.length - suffix.length);
  return /^\d{1,15}$/.test(digits) ? digits : null;
}
