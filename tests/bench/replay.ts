/**
 * How fast rollouts are played and kept.
 * The load comes from a thread of its own, over 32 kept-alive connections.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { NO_BODY } from '../../src/model/http.ts';
import type { HttpRequest } from '../../src/model/http.ts';
import { serveOrigins } from '../../src/replay/http-server.ts';
import { createFetch } from '../../src/replay/simulated-fetch.ts';
import { RunStore } from '../../src/store/run-store.ts';
import { writeEpisodeSet } from '../../src/store/set-store.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { helpdeskModel, START, TOKEN } from '../support/models/helpdesk-model.ts';
import { ORIGIN } from '../support/models/model-parts.ts';
import { notesEpisode, notesRollout, startNotes } from '../support/notes-episode.ts';
import { NOTES, NOTES_MODEL, NOTES_TOOLS } from '../support/notes-model.ts';
import { print, type Finding } from './finding.ts';

const SECONDS = 3;
const FACTS = { model: NOTES_MODEL, tools: NOTES_TOOLS, seed: 7, recording: { name: 'n', digest: 'd' }, options: null };
const LIST: HttpRequest = { method: 'GET', origin: NOTES, target: '/notes', headers: [], body: NO_BODY };

export async function measure(): Promise<readonly Finding[]> {
  const http = await overHttp();
  await inProcess();
  await files();
  return [http];
}

/** The same bytes from a world and from a bare server. */
async function overHttp(): Promise<Finding> {
  const world = createWorld({
    model: helpdeskModel({ tickets: 1000, prose: 1800 }),
    patches: [],
    seed: 1,
    startAt: START,
  });
  const request: HttpRequest = {
    method: 'GET',
    origin: ORIGIN,
    target: '/tickets/7',
    headers: [['Authorization', `Bearer ${TOKEN}`]],
    body: NO_BODY,
  };
  const { outcome } = world.handle(request, START);
  const bytes = outcome.kind === 'response' ? outcome.response.body : NO_BODY;
  const served = await serveOrigins({ origins: [ORIGIN], answer: (incoming) => world.handle(incoming, START).outcome });
  const bare = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': bytes.length });
    response.end(bytes);
  });
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
  const bareUrl = `http://127.0.0.1:${(bare.address() as AddressInfo).port}/tickets/7`;
  const worldUrl = `${served.baseUrls[ORIGIN] ?? ''}/tickets/7`;
  await load(bareUrl, 1);
  await load(worldUrl, 1);
  const reference = await load(bareUrl, SECONDS);
  const ours = await load(worldUrl, SECONDS);
  print('bare node:http answers/s', reference, `${bytes.length} bytes`);
  print('world over HTTP answers/s', ours, `>= 0.5 of bare: ${(ours / reference).toFixed(2)}`);
  await served.close();
  bare.close();
  return {
    promise: 'world over HTTP: 0.5 x a bare server of the same bytes',
    measured: `${Math.round(ours).toLocaleString('en')}/s, ${(ours / reference).toFixed(2)} x`,
    reference: `${Math.round(reference).toLocaleString('en')}/s bare node:http, ${bytes.length} bytes`,
    holds: ours >= 0.5 * reference,
  };
}

async function inProcess(): Promise<void> {
  const rollout = (): void => {
    const run = startNotes();
    for (let call = 0; call < 3; call++) run.request(LIST);
    run.finish(null);
    run.trajectory();
  };
  repeat(5_000, rollout);
  print('rollouts of 3 calls/s, runtime alone', repeat(20_000, rollout), 'proofs need thousands');
  const run = startNotes({}, { maxCalls: 1e9 });
  const send = createFetch(run, () => Promise.reject(new Error('elsewhere')));
  const began = performance.now();
  for (let call = 0; call < 20_000; call++) await (await send(`${NOTES}/notes`)).text();
  print(
    'fetch in process/s, body read',
    20_000 / ((performance.now() - began) / 1000),
    'a real fetch on loopback: about 2,600',
  );
}

async function files(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const episodes = function* () {
    for (let at = 0; at < 5_000; at++)
      yield notesEpisode({ id: `e${at}`, patches: [{ p: 'set', key: `notes/n${at}`, path: ['text'], value: at }] });
  };
  let began = performance.now();
  const { bytes } = await writeEpisodeSet(join(folder, 'set.sqlite'), FACTS, episodes(), { overwrite: false });
  print('episodes written/s', 5_000 / ((performance.now() - began) / 1000), `${Math.round(bytes / 5_000)} bytes each`);
  const store = RunStore.begin(
    join(folder, 'run.sqlite'),
    FACTS,
    { agent: 'a', set: 's', setDigest: 'd', reward: 'strict', maxCalls: null },
    { resume: false, overwrite: false },
  );
  const run = startNotes();
  for (let call = 0; call < 8; call++) run.request(LIST);
  began = performance.now();
  for (let trial = 1; trial <= 3_000; trial++) store.add(notesEpisode(), notesRollout(notesEpisode(), trial, run));
  print('rollouts of 8 calls committed/s', 3_000 / ((performance.now() - began) / 1000), 'each survives kill -9');
  store.close();
  rmSync(folder, { recursive: true });
}

function repeat(times: number, work: () => void): number {
  const began = performance.now();
  for (let at = 0; at < times; at++) work();
  return times / ((performance.now() - began) / 1000);
}

const CLIENT = `
const { parentPort, workerData: { url, seconds, token } } = require('node:worker_threads');
const http = require('node:http');
const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });
const until = Date.now() + seconds * 1000;
let done = 0, open = 32;
const one = () => {
  if (Date.now() >= until) { if (--open === 0) { agent.destroy(); parentPort.postMessage(done / seconds); } return; }
  http.get(url, { agent, headers: { authorization: 'Bearer ' + token } }, (response) => { response.resume(); response.on('end', () => { done++; one(); }); });
};
for (let at = 0; at < 32; at++) one();
`;

function load(url: string, seconds: number): Promise<number> {
  const worker = new Worker(CLIENT, { eval: true, workerData: { url, seconds, token: TOKEN } });
  return new Promise((resolve, reject) => worker.on('message', resolve).on('error', reject));
}
