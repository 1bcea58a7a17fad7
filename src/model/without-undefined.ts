type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

/** For options that may be left out, and may not be undefined. */
export function withoutUndefined<T extends object>(value: T): Partial<Defined<T>> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<Defined<T>>;
}
