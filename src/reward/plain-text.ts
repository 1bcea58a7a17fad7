/**
 * A text as far as its words go: one case, one kind of quotes, dashes and blanks, without the marks of Markdown.
 *
 * @example
 * 'The title is **“Don’t  panic”**'   =>   'the title is "don\'t panic"'
 */
export function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\u2018\u2019\u02bc]/g, "'")
    .replaceAll(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"')
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .replaceAll(/\*\*|__(?=\S)|(?<=\S)__|`/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}
