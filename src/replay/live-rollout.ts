import type { AgentView, EpisodeRun } from '../model/rollout.ts';
import type { ControlHub } from './control-hub.ts';
import { serveOrigins, type ServedOrigins } from './http-server.ts';
import { withIdleCredit } from './idle-credit.ts';

/** A rollout that agents outside this process can reach. */
export interface LiveRollout {
  readonly run: EpisodeRun;
  /** As in process, with local base URLs. */
  readonly view: AgentView;
  readonly controlUrl: string;
  close(): Promise<void>;
}

/** @param onAct told after each act, which may have ended the rollout */
export async function openRollout(started: EpisodeRun, hub: ControlHub, onAct: () => void): Promise<LiveRollout> {
  const run = withIdleCredit(started, () => performance.now());
  const origins = Object.keys(run.view.baseUrls);
  const served: ServedOrigins = await serveOrigins({
    origins,
    answer: (request) => {
      try {
        return run.request(request);
      } finally {
        onAct();
      }
    },
  });
  const channel = hub.add(run, onAct);
  return {
    run,
    view: { ...run.view, baseUrls: served.baseUrls },
    controlUrl: channel.url,
    close: async () => {
      channel.remove();
      await served.close();
    },
  };
}
