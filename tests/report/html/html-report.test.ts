import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LearnedModel } from '../../../src/model/learned-model.ts';
import type { Rollout } from '../../../src/model/rollout.ts';
import { renderPage } from '../../../src/report/html/render-page.ts';
import type { PlayedRow, ReportData } from '../../../src/report/html/report-data.ts';
import { rolloutFacts } from '../../../src/report/rollout-facts.ts';
import { statisticsOf } from '../../../src/report/statistics.ts';
import { notesEpisode, notesRollout, startNotes } from '../../support/notes-episode.ts';
import { NOTES, NOTES_MODEL } from '../../support/notes-model.ts';

const HOSTILE = '</script><script>document.title="owned"</script><img src=x onerror="document.title=1">';

/** Half of them pass; every text that came from outside is hostile. */
function row(index: number): PlayedRow {
  const episode = notesEpisode({
    id: `e${String(index).padStart(4, '0')}`,
    instruction: `Write a note. ${HOSTILE}`,
    family: index % 3 === 0 ? 'neutral' : 'system',
    mutators:
      index % 3 === 0
        ? []
        : [
            {
              id: 'system/outage',
              family: 'system',
              summary: 's',
              visibility: 'explicit',
              duration: 'transient',
              benign: false,
              explain: `The API is away. ${HOSTILE}`,
              discriminates: [],
              bite: [],
              patchIndices: [],
              operations: [],
              keys: [],
            },
          ],
  });
  const run = startNotes({ ...episode });
  const send = (method: string, target: string, body = ''): void =>
    void run.request({
      method,
      origin: NOTES,
      target,
      headers: [
        ['Authorization', 'Bearer sesame'],
        ['Content-Type', 'application/json'],
      ],
      body: Buffer.from(body),
    });
  for (let read = 0; read < 8; read++) send('GET', `/notes?page=${read}&of=${index}`);
  send('POST', '/notes', JSON.stringify({ text: index % 2 === 0 ? 'hello' : `${HOSTILE} ${index}` }));
  run.finish(null);
  const rollout: Rollout = notesRollout(episode, 1, run);
  return { episode, rollout, oracle: rollout.trajectory };
}

function page(rows: readonly PlayedRow[]): string {
  const facts = rows.map(({ episode, rollout }) => rolloutFacts(episode, rollout, 'strict'));
  return renderPage({
    rows: () => rows,
    statistics: statisticsOf(facts, {}),
    model: NOTES_MODEL as LearnedModel,
    reward: 'strict',
    run: 'run.sqlite',
    set: 'set.sqlite',
    agent: `--agent a.js ${HOSTILE}`,
  });
}

function dataOf(html: string): ReportData {
  const packed = /id="data">([^<]*)<\/script>/.exec(html)?.[1] ?? '';
  return JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString('utf8')) as ReportData;
}

const small = Array.from({ length: 12 }, (_, index) => row(index));

describe('the HTML report', () => {
  const html = page(small);

  it('says the verdict before any script runs', () => {
    expect(html).toMatch(
      /<h1>6 of 12 rollouts passed\. In the clean world the agent passes 50\.0\u00a0%, in the broken one 50\.0\u00a0%\.<\/h1>/,
    );
  });

  it('asks the network for nothing and runs its own script only', () => {
    expect(html).not.toMatch(/\b(?:src|href)="(?!#)[^"]*"|url\(|@import|<link|fetch\(|XMLHttpRequest|WebSocket/);
    const script = html.slice(html.lastIndexOf('<script>') + '<script>'.length, html.lastIndexOf('</script>'));
    const digest = createHash('sha256').update(script).digest('base64');
    expect(html).toContain(`default-src 'none'; script-src 'sha256-${digest}'`);
    expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function/);
  });

  it('lets no captured text be markup', () => {
    expect(html.match(/<script/g)).toHaveLength(3);
    expect(html).not.toContain('<img');
    expect(html).toContain('\\u003c/script>');
  });

  it('holds every rollout with its request, answer, state diff and checks, and no credential', () => {
    const { rollouts, texts } = dataOf(html);
    expect(rollouts).toHaveLength(12);
    const [first] = rollouts;
    expect(first?.steps).toHaveLength(10);
    expect(first?.steps?.[8]?.changes[0]?.paths[0]?.[2]).toContain('hello');
    expect(first?.checks[0]?.[0]).toBe('goal');
    expect(texts.join('\n')).not.toContain('sesame');
    expect(html).not.toContain('This run is large');
  });

  it('stays small for a large run, keeps all failures, and says what was cut', () => {
    const [passed, failed] = [row(0), row(1)];
    const noise = (seed: number): string =>
      Array.from({ length: 90 }, (_, index) => createHash('sha256').update(`${seed} ${index}`).digest('hex')).join('');
    const many = Array.from({ length: 1000 }, (_, index): PlayedRow => {
      const { episode, rollout, oracle } = index % 2 === 0 ? passed : failed;
      const steps = rollout.trajectory.steps.map((step) =>
        step.kind === 'call' && step.index === 0
          ? { ...step, request: { ...step.request, body: Buffer.from(noise(index)) } }
          : step,
      );
      return {
        episode,
        oracle,
        rollout: { ...rollout, id: `r${index}`, trajectory: { ...rollout.trajectory, steps } },
      };
    });
    const large = page(many);
    expect(large.length).toBeLessThan(3_000_000);
    expect(large).toContain('This run is large');
    const { rollouts } = dataOf(large);
    expect(rollouts).toHaveLength(1000);
    expect(rollouts.filter(({ pass, steps }) => !pass && steps === null)).toEqual([]);
  });
});

const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
);

describe.skipIf(CHROMIUM === undefined)('in headless Chromium (skipped where there is none)', () => {
  let folder = '';
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'page-'))));
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  let pages = 0;

  /** The document after its script, and what was said on the console. */
  async function opened(html: string, hash: string, ...flags: readonly string[]) {
    const file = join(folder, `${++pages}.html`);
    writeFileSync(file, html);
    const words = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--enable-logging=stderr',
      `--user-data-dir=${join(folder, `profile-${pages}`)}`,
      '--virtual-time-budget=8000',
      '--dump-dom',
      ...flags,
      `file://${file}${hash}`,
    ];
    const child = spawn(CHROMIUM ?? '', words, { stdio: ['ignore', 'pipe', 'pipe'] });
    let dom = '';
    let said = '';
    child.stdout.on('data', (text: Buffer) => (dom += text.toString()));
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    await new Promise((resolve) => child.on('close', resolve));
    return { dom, console: said.split('\n').filter((line) => line.includes(':CONSOLE')) };
  }

  it('opens from disk: figures, heat map, and the worst first', async () => {
    const { dom, console } = await opened(page(small), '');
    expect(console).toEqual([]);
    expect(dom).toContain('data-ready="yes"');
    expect(dom).toContain('Production (broken world)');
    expect(dom).toMatch(/<th scope="row">neutral<\/th><td>[\d.]+\s*%<\/td>/);
    expect(dom).toMatch(/aria-label="\d+ %, write-note, system: \d of \d pass"/);
    const order = [...dom.matchAll(/<td><span class="(good|bad)">/g)].map((match) => match[1]);
    expect(order).toEqual([...Array<string>(6).fill('bad'), ...Array<string>(6).fill('good')]);
    expect(dom).toContain('12 of 12 rollouts');
    expect(dom).toContain('<title>offscript: run.sqlite</title>');
  }, 60_000);

  it('goes where a link points: a filter, a rollout, a step', async () => {
    expect((await opened(page(small), '#/?where=failed%20outage')).dom).toMatch(/>4 of 12 rollouts</);
    const { dom, console } = await opened(page(small), '#/rollout/e0001.1/step/8');
    expect(console).toEqual([]);
    for (const part of [
      '✗ failed',
      'State diff',
      'Failed'.toLowerCase(),
      'Step 8',
      'no note says hello',
      'offscript replay set.sqlite --episode e0001 --agent a.js',
      '&lt;/script&gt;',
    ])
      expect(dom).toContain(part);
    expect(dom).not.toContain('<img');
  }, 60_000);

  it('obeys keys', async () => {
    const script = `setTimeout(() => { const press = (key) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })); press('j'); press('Enter'); setTimeout(() => { document.documentElement.dataset.first = document.querySelector('h1').textContent; press('k'); press('k'); press('Escape'); setTimeout(() => { document.documentElement.dataset.second = location.hash; press('?'); press('/'); setTimeout(() => { document.documentElement.dataset.third = String(document.querySelector('dialog[open]') !== null); }, 50); }, 50); }, 50); }, 1500);`;
    const { dom } = await opened(withScript(page(small), script), '');
    expect(dom).toMatch(/data-first="✗ failed e0003\.1/);
    expect(dom).toMatch(/data-second="#\/"/);
    expect(dom).toMatch(/data-third="true"/);
  }, 60_000);

  it.each([
    ['light', '', []],
    ['dark', '#/rollout/e0001.1', ['--blink-settings=preferredColorScheme=0']],
    ['light', '#/rollout/e0001.1', []],
  ] as const)(
    'passes axe-core (%s %s)',
    async (_scheme, hash, flags) => {
      const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      const script = `${axe};setTimeout(() => axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }).then((found) => { const pre = document.createElement('pre'); pre.id = 'axe'; pre.textContent = 'AXE' + JSON.stringify(found.violations.map(({ id, nodes }) => [id, nodes.length, nodes[0].html.slice(0, 80)])) + 'END' + found.passes.length; document.body.append(pre); }), 1500);`;
      const { dom } = await opened(withScript(page(small), script), hash, ...flags);
      expect(/AXE(.*)END(\d+)/.exec(dom)?.[1]).toBe('[]');
      expect(Number(/AXE(.*)END(\d+)/.exec(dom)?.[2])).toBeGreaterThan(10);
    },
    60_000,
  );

  it('shows a thousand rollouts from a page below 3 MB', async () => {
    const html = page(Array.from({ length: 1000 }, (_, index) => row(index)));
    expect(html.length).toBeLessThan(3_000_000);
    const { dom, console } = await opened(html, '');
    expect(console).toEqual([]);
    expect(dom).toContain('1000 of 1000 rollouts, the first 200 shown');
  }, 60_000);
});

/** The page with a script of the test's, and without the policy that would refuse it. */
function withScript(html: string, script: string): string {
  return html
    .replace(/<meta http-equiv[^>]*>/, '')
    .replace('</body>', () => `<script>${script.replaceAll('</script', '<\\/script')}</script></body>`);
}
