/** Ids that a text shows under names of ids, so that following them is no invention. */
export function* idsIn(text: string): Generator<string> {
  for (const [, id] of text.matchAll(/"(?:\w*[_-])?(?:id|uuid|guid|key|slug|number)"\s*:\s*"?([^",}\]\s]{1,128})/gi))
    if (id !== undefined) yield id;
}
