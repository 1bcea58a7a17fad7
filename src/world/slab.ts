/**
 * Room for the bytes of answers, cut from large blocks: one block for many answers instead of one allocation each,
 * which is what the garbage collector would otherwise spend its time on.
 */
const BLOCK = 512 * 1024;
const LARGE = 64 * 1024;

let block = Buffer.alloc(0);
let used = 0;

export function roomFor(length: number): Buffer {
  if (length > LARGE) return Buffer.allocUnsafeSlow(length);
  if (used + length > block.length) {
    block = Buffer.allocUnsafeSlow(BLOCK);
    used = 0;
  }
  const room = block.subarray(used, used + length);
  used += length;
  return room;
}

/** UTF-8 bytes of a text. */
export function bytesOf(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const room = roomFor(length);
  room.write(text, 'utf8');
  return room;
}
