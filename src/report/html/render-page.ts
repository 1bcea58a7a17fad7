/** One self-contained page: no network, opens from disk. Details go packed, as much of them as a page should carry. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { LearnedModel } from '../../model/learned-model.ts';
import { percent } from '../text-report.ts';
import type { RunStatistics } from '../statistics.ts';
import { CLIENT_CORE } from './client-core.ts';
import { CLIENT_KEYS } from './client-keys.ts';
import { CLIENT_OVERVIEW } from './client-overview.ts';
import { CLIENT_ROLLOUT } from './client-rollout.ts';
import { reportData, type Detail, type PlayedRow } from './report-data.ts';
import { STYLE } from './style.ts';

export interface PageOptions {
  /** Read again for each try at a size. */
  readonly rows: () => Iterable<PlayedRow>;
  readonly statistics: RunStatistics;
  readonly model: LearnedModel;
  readonly reward: 'strict' | 'graded';
  readonly run: string;
  readonly set: string;
  readonly agent: string;
}

/** Less and less, until the page is small enough. */
const DETAILS: readonly Detail[] = [
  { longest: 4_000, passes: 1 },
  { longest: 1_500, passes: 1 },
  { longest: 1_000, passes: 0.25 },
  { longest: 500, passes: 0.05 },
  { longest: 200, passes: 0 },
];
const MOST_BYTES = 2_600_000;

export function renderPage(options: PageOptions): string {
  const { statistics, run, set, agent } = options;
  const { text, bytes, detail } = packed(options);
  const meta = {
    title: `offscript: ${run}`,
    verdict: verdictSentence(statistics).replaceAll(' %', '\u00a0%'),
    about: `${statistics.rollouts} rollouts of ${statistics.episodes} episodes. Agent: ${agent}. Episodes: ${set}.`,
    sampling: samplingNote(detail),
    statistics,
    run,
    reproduce: `offscript replay ${set} --episode {episode}{trials} ${agent}`,
    bytes,
  };
  const script = [CLIENT_CORE, CLIENT_OVERVIEW, CLIENT_ROLLOUT, CLIENT_KEYS].join('\n');
  const digest = createHash('sha256').update(script).digest('base64');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-${digest}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(meta.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(meta.verdict)}</h1>
<p class="soft">${escaped(meta.about)}</p>
<noscript><p class="note">The rollouts are shown by a script in this page; it asks the network for nothing.</p></noscript>
</main>
<script type="application/json" id="meta">${JSON.stringify(meta).replaceAll('<', '\\u003c')}</script>
<script type="application/gzip;base64" id="data">${text}</script>
<script>${script}</script>
</body>
</html>
`;
}

interface Packed {
  readonly text: string;
  /** Before packing. */
  readonly bytes: number;
  readonly detail: Detail;
}

function packed({ rows, model, reward }: PageOptions): Packed {
  let least: Packed | null = null;
  for (const detail of DETAILS) {
    const json = Buffer.from(JSON.stringify(reportData(rows(), model, reward, detail)));
    least = { text: gzipSync(json, { level: 9 }).toString('base64'), bytes: json.length, detail };
    if (least.text.length <= MOST_BYTES) break;
  }
  if (least === null) throw new Error('There is no level of detail.');
  return least;
}

function samplingNote({ longest, passes }: Detail): string | null {
  const whole = DETAILS[0];
  if (whole === undefined || longest === whole.longest) return null;
  const steps =
    passes === 1
      ? ''
      : passes === 0
        ? ' Steps are kept for failed rollouts only.'
        : ` Steps are kept for all failed rollouts and for ${passes * 100} % of the passed ones.`;
  return `This run is large: bodies are cut at ${longest} characters.${steps} All figures count every rollout; offscript show has the rest.`;
}

function verdictSentence({ pass, demo, production, environmentFailures }: RunStatistics): string {
  const passed = Math.round((pass.rate ?? 0) * pass.n);
  const fall =
    demo.rate === null || production.rate === null
      ? ''
      : ` In the clean world the agent passes ${plain(demo.rate)}, in the broken one ${plain(production.rate)}.`;
  const spoiled =
    environmentFailures === 0
      ? ''
      : ` ${environmentFailures} more ${environmentFailures === 1 ? 'was' : 'were'} spoiled by the environment.`;
  return pass.n === 0
    ? `No rollout could be judged.${spoiled}`
    : `${passed} of ${pass.n} rollouts passed.${fall}${spoiled}`;
}

function plain(rate: number): string {
  return percent({ rate, low: 0, high: 0, n: 0 }).replace(/ \(.*$/, '');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
