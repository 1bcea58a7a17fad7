/** Late binding: a number drawn without knowing how many there are, taken modulo. */
export function oneOf<Item>(items: readonly Item[], at: number): Item {
  const item = items[at % items.length];
  if (items.length === 0 || item === undefined) throw new Error('Nothing to choose from.');
  return item;
}
