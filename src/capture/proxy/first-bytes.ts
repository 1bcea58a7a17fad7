import type { Duplex } from 'node:stream';

/** How every HTTP/2 connection begins, and no request of HTTP/1.1. */
const PREFACE = 'PRI * HTTP/2.0';

/**
 * Looks at the first bytes of a connection and puts them back: what a client speaks shows in them.
 * One that stays silent for `patience` milliseconds is given to `silent` (absent: closed).
 */
export function firstBytes(
  socket: Duplex,
  patience: number,
  then: (bytes: Buffer) => void,
  silent: () => void = () => void socket.destroy(),
): void {
  const stop = (): void => {
    clearTimeout(timer);
    socket.off('close', stop).off('readable', look);
  };
  const look = (): void => {
    const bytes = socket.read() as Buffer | null;
    if (bytes === null) return;
    stop();
    socket.unshift(bytes);
    then(bytes);
  };
  const timer = setTimeout(() => {
    stop();
    silent();
  }, patience);
  timer.unref();
  socket.on('close', stop).on('readable', look);
}

/** Told by three bytes and more: one or two (`P`, `PR`) may be any method yet. */
export function isHttp2Preface(bytes: Buffer): boolean {
  return bytes.length > 2 && bytes.toString('latin1', 0, PREFACE.length) === PREFACE.slice(0, bytes.length);
}
