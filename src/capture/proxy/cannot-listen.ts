import { EnvironmentError } from '../../errors.ts';

/** The user's error for a port that cannot be listened on. */
export function cannotListen(error: NodeJS.ErrnoException, port: number, host: string): EnvironmentError {
  if (error.code === 'EADDRINUSE') {
    return new EnvironmentError(
      'OFFSCRIPT_PORT_TAKEN',
      `Port ${port} on ${host} is taken.`,
      'Choose another --port, or 0 for any free one.',
    );
  }
  if (error.code === 'EACCES') {
    return new EnvironmentError(
      'OFFSCRIPT_PORT_DENIED',
      `Port ${port} on ${host} may not be opened.`,
      'Choose a --port above 1023, or 0 for any free one.',
    );
  }
  return new EnvironmentError(
    'OFFSCRIPT_CANNOT_LISTEN',
    `Cannot listen on ${host}: ${error.message}.`,
    'Give --host an address of this machine.',
  );
}
