import { connect } from 'node:net';

/** Sends bytes, half-closes nothing, and returns what came until the connection closed or `until` is satisfied. */
export function talk(
  port: number,
  bytes: string | Buffer,
  until: (received: string) => boolean = () => false,
  patience = 5000,
): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => void socket.write(bytes));
    const timer = setTimeout(() => done(), patience);
    const done = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(received);
    };
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (until(received)) done();
    });
    socket.on('end', done).on('close', done);
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? done() : reject(error)));
  });
}
