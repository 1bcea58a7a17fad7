import { captureCommand } from './capture.ts';
import type { AnyCommand } from './command.ts';
import { importCommand } from './import.ts';

/** Every command, in the order of the help text. */
export const COMMANDS: readonly AnyCommand[] = [captureCommand, importCommand];
