import type { HandlerName, OraclePatch } from '../../model/oracle.ts';
import type { EpisodeRun } from '../../model/rollout.ts';
import type { ApiClient } from '../client/api-client.ts';
import type { OracleMemory } from './oracle-memory.ts';
import type { OracleOptions } from './oracle-options.ts';

/** What the oracle's steps share while it plays. */
export interface OracleParts {
  readonly run: EpisodeRun;
  readonly options: OracleOptions;
  readonly handlers: ReadonlySet<HandlerName>;
  readonly memory: OracleMemory;
  readonly client: ApiClient;
  /** The report that the episode's right act is; null where it is to act. */
  reporting(): Extract<OraclePatch, { o: 'report' }> | null;
}
