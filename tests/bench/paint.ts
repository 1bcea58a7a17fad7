/** How soon a browser shows the HTML report of a large run, on the clock of the wall. Needs Chromium. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'undici';
import type { Finding } from './finding.ts';

const CLI = join(import.meta.dirname, '../../src/cli.js');
const AGENT = join(import.meta.dirname, '../../src/agents/happy-path.js');
const RECORDING = join(import.meta.dirname, '../../../recordings/helpdesk.sqlite');
const EPISODES = 200;
const TRIALS = 5;
const ROUNDS = 5;

export async function measure(): Promise<readonly Finding[]> {
  const chromium = ['chromium', 'chromium-browser', 'google-chrome'].find(
    (name) => spawnSync(name, ['--version']).status === 0,
  );
  const promise = `report of ${EPISODES * TRIALS} rollouts: < 3 MB, first paint < 1 s`;
  if (chromium === undefined)
    return [{ promise, measured: 'no Chromium on this machine', reference: '-', holds: false }];
  const folder = mkdtempSync(join(tmpdir(), 'paint-'));
  try {
    const report = join(folder, 'report.html');
    makeReport(folder, report);
    const [ours, empty] = [await paintOf(chromium, folder, `file://${report}`), await paintOf(chromium, folder, EMPTY)];
    const size = statSync(report).size;
    return [
      {
        promise,
        measured: `${(size / 1e6).toFixed(2)} MB, ${ours.toFixed(0)} ms`,
        reference: `an empty page ${empty.toFixed(0)} ms`,
        holds: size < 3e6 && ours < 1000,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const EMPTY = 'data:text/html,<!doctype html><title>empty</title><p>empty';

function makeReport(folder: string, report: string): void {
  const [set, run] = [join(folder, 'set.sqlite'), join(folder, 'run.sqlite')];
  for (const words of [
    ['mutate', RECORDING, '--out', set, '--count', String(EPISODES), '--seed', '7'],
    ['replay', set, '--agent', AGENT, '--trials', String(TRIALS), '--out', run],
    ['report', run, '--html', report],
  ]) {
    const { status, stderr } = spawnSync(process.execPath, [CLI, ...words], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`offscript ${words.join(' ')}: ${stderr}`);
  }
}

/** Median over fresh tabs of one browser; milliseconds from the start of the navigation to the first contentful paint. */
async function paintOf(chromium: string, folder: string, url: string): Promise<number> {
  const browser = spawn(
    chromium,
    ['--headless', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0', `--user-data-dir=${folder}/profile`],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  try {
    const debuggerUrl = await new Promise<string>((resolve, reject) => {
      browser.once('error', reject);
      createInterface({ input: browser.stderr }).on('line', (line) => {
        const found = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    const devtools = await connect(debuggerUrl);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) times.push(await paintOnce(devtools, url));
    return times.toSorted((left, right) => left - right)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
  } finally {
    browser.kill();
    await new Promise((resolve) => browser.once('close', resolve));
  }
}

type Devtools = (method: string, params?: object, sessionId?: string) => Promise<Readonly<Record<string, unknown>>>;

async function paintOnce(devtools: Devtools, url: string): Promise<number> {
  const { targetId } = await devtools('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await devtools('Target.attachToTarget', { targetId, flatten: true });
  const page = String(sessionId);
  await devtools('Page.navigate', { url }, page);
  const expression = `new Promise((resolve) => {
    const look = () => {
      const [paint] = performance.getEntriesByName('first-contentful-paint');
      if (paint === undefined) setTimeout(look, 20); else resolve(paint.startTime);
    };
    look();
  })`;
  const { result } = await devtools('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, page);
  await devtools('Target.closeTarget', { targetId });
  return Number((result as { readonly value?: unknown }).value);
}

/** Chrome's own protocol, as far as it is needed here. */
async function connect(url: string): Promise<Devtools> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, (result: Readonly<Record<string, unknown>>) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as {
      readonly id?: number;
      readonly result?: Readonly<Record<string, unknown>>;
    };
    if (id !== undefined) waiting.get(id)?.(result ?? {});
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  let last = 0;
  return (method, params = {}, sessionId) =>
    new Promise((resolve) => {
      const id = ++last;
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params, ...(sessionId !== undefined && { sessionId }) }));
    });
}
