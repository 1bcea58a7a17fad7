/** A body whose one value is too large to be looked at whole, and cannot be looked at in pieces. */
export class BodyTooDense extends Error {
  override readonly name = 'BodyTooDense';

  constructor() {
    super('it holds one value too large to be looked at whole');
  }
}
