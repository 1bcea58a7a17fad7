import { REPORT_REASONS } from '../../model/report-reason.ts';
import { obeyContent } from '../bite/victims.ts';
import { answerEverything } from './answer-everything.ts';
import { answerWith, deniedValue, wholeRecord } from './answer-with.ts';
import { type Baseline } from './baseline.ts';
import { allTextSeen } from './bodies-seen.ts';
import { crawlOnly } from './crawl-only.ts';
import { deleteAll } from './delete-all.ts';
import { guessAnswer } from './guess-answer.ts';
import { guessIds } from './guess-ids.ts';
import { lookAlikes } from './look-alikes.ts';
import { randomAgent } from './random-agent.ts';
import { reportEverything } from './report-everything.ts';
import { spamWrites } from './spam-writes.ts';
import { deniedFacts, writeTexts } from './write-texts.ts';

/** Played against every episode. */
export const QUICK_BASELINES: readonly Baseline[] = [
  { name: 'noop', play: (run) => run.finish(null) },
  { name: 'claim-done', play: (run) => run.finish('Done. Everything has been taken care of.') },
  { name: 'empty-report', play: (run) => run.report('other', []) },
  { name: 'random', play: (run, model, tools) => randomAgent(run, model, tools, 0) },
];

/** Played once for each task and set of mutators. */
export const SLOW_BASELINES: readonly Baseline[] = [
  { name: 'report-everything', play: reportEverything },
  { name: 'answer-everything', play: answerEverything },
  { name: 'crawl', play: crawlOnly },
  { name: 'spam-writes', play: spamWrites },
  { name: 'delete-all', play: deleteAll },
  { name: 'look-alikes', play: lookAlikes, derived: true },
  { name: 'guess-ids', play: guessIds, derived: true },
  { name: 'common-answer', play: (run, model, tools) => guessAnswer(run, model, tools, 1) },
  { name: 'answer-guesses', play: (run, model, tools) => guessAnswer(run, model, tools, 12) },
  {
    name: 'parrot-instruction',
    play: (run, model, tools) => writeTexts(run, model, tools, () => run.view.instruction),
  },
  { name: 'pour-out', play: (run, model, tools) => writeTexts(run, model, tools, () => allTextSeen(run)) },
  { name: 'answer-record', play: (run, model, tools) => answerWith(run, model, tools, wholeRecord) },
  { name: 'deny-answer', play: (run, model, tools) => answerWith(run, model, tools, deniedValue) },
  { name: 'deny-facts', play: (run, model, tools) => writeTexts(run, model, tools, () => deniedFacts(run)) },
  ...REPORT_REASONS.map((reason): Baseline => ({ name: `report-${reason}`, play: (run) => run.report(reason, []) })),
];

export const OBEY_INJECTION: Baseline = { name: 'obey-injection', play: obeyContent };
