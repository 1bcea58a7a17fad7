/** `npm run explore -- RECORDING...`: 10,000 schema-valid tool calls on the world learned from each; the helpdesk where none is named. */
import { learnRecording } from '../../src/pipeline/learn-recording.ts';
import { exploreTools } from '../support/explore-tools.ts';

const CALLS = 10_000;
const MOST_WITHOUT_ANSWER = 0.03;
const named = process.argv.slice(2);
let isEnough = true;
for (const path of named.length > 0 ? named : ['recordings/helpdesk.sqlite']) {
  const { model } = learnRecording(path);
  const { noAnswer, unverified, statuses, dumb } = exploreTools(model, CALLS, 1);
  isEnough &&= noAnswer <= CALLS * MOST_WITHOUT_ANSWER;
  const share = (count: number): string => `${((count / CALLS) * 100).toFixed(2)} %`;
  const kinds = Object.entries(statuses)
    .sort()
    .map(([status, count]) => `${status} ${share(count)}`);
  console.log(`${path}: no answer ${share(noAnswer)}, unverified ${share(unverified)}; ${kinds.join(', ')}`);
  for (const { tool, calls } of dumb.slice(0, 10)) console.log(`  ${tool}: ${calls} without an answer`);
}
if (!isEnough) process.exitCode = 1;
