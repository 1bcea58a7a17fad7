import { Worker } from 'node:worker_threads';

const CAPACITY = 4096;

/** A client on a thread of its own: what it has received can be looked at while this thread is inside a callback. */
export class WatchedClient {
  readonly #length = new Int32Array(new SharedArrayBuffer(4));
  readonly #bytes = new Uint8Array(new SharedArrayBuffer(CAPACITY));
  readonly #worker: Worker;

  constructor() {
    this.#worker = new Worker(SCRIPT, { eval: true, workerData: { length: this.#length, bytes: this.#bytes } });
  }

  talk(port: number, request: string): void {
    this.#worker.postMessage({ port, request });
  }

  /** Blocks for `milliseconds` first, so that what is under way arrives. */
  receivedAfter(milliseconds: number): string {
    if (milliseconds > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
    return Buffer.from(this.#bytes.slice(0, Atomics.load(this.#length, 0))).toString('latin1');
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

const SCRIPT = `
const { parentPort, workerData: { length, bytes } } = require('node:worker_threads');
parentPort.on('message', ({ port, request }) => {
  const socket = require('node:net').connect(port, '127.0.0.1', () => socket.write(request));
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    bytes.set(chunk, length[0]);
    Atomics.store(length, 0, length[0] + chunk.length);
  });
});
`;
