import { captureCommand } from './capture.ts';
import { auditCommand } from './audit.ts';
import { demoCommand } from './demo.ts';
import { diffCommand } from './diff.ts';
import { driftCommand } from './drift.ts';
import { exportCommand } from './export.ts';
import { fidelityCommand } from './fidelity.ts';
import { inspectCommand } from './inspect.ts';
import { mutateCommand } from './mutate.ts';
import { mutatorsCommand } from './mutators.ts';
import { replayCommand } from './replay.ts';
import { reportCommand } from './report.ts';
import { scoreCommand } from './score.ts';
import { serveCommand } from './serve.ts';
import { showCommand } from './show.ts';
import { shrinkCommand } from './shrink.ts';
import { tasksCommand } from './tasks.ts';
import type { AnyCommand } from './command.ts';
import { importCommand } from './import.ts';
import { mergeCommand } from './merge.ts';
import { sessionsCommand } from './sessions.ts';

/** Every command, in the order of the help text. */
export const COMMANDS: readonly AnyCommand[] = [
  demoCommand,
  captureCommand,
  importCommand,
  sessionsCommand,
  mergeCommand,
  inspectCommand,
  tasksCommand,
  fidelityCommand,
  mutateCommand,
  mutatorsCommand,
  auditCommand,
  replayCommand,
  reportCommand,
  showCommand,
  scoreCommand,
  shrinkCommand,
  driftCommand,
  diffCommand,
  exportCommand,
  serveCommand,
];
