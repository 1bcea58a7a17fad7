import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { loadAgent } from '../../src/replay/load-agent.ts';
import { compiled } from '../support/compiled.ts';

const folder = mkdtempSync(join(tmpdir(), 'load-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** In plain Node, which the test runner is not. */
function loadedByNode(path: string): string {
  const loader = join(compiled(), 'src/replay/load-agent.js');
  const code = `const { loadAgent } = await import(${JSON.stringify(loader)}); try { const { agent } = await loadAgent(${JSON.stringify(path)}); console.log(agent()); } catch (error) { console.log(error.code, error.remedy); }`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
    cwd: folder,
  }).stdout.trim();
}

describe('an agent module', () => {
  it('is its default export, with the hosts it asks for', async () => {
    const { agent, allow } = await loadAgent(
      file('a.mjs', "export const allow = ['api.example.com']; export default () => 7;"),
    );
    expect(agent({} as never)).toBe(7);
    expect(allow).toEqual(['api.example.com']);
  });

  it.each([
    ['missing.mjs', null, 'OFFSCRIPT_NO_AGENT'],
    ['none.mjs', 'export const x = 1;', 'OFFSCRIPT_NOT_AN_AGENT'],
    ['throws.mjs', "throw new Error('no key');", 'OFFSCRIPT_AGENT_BROKEN'],
  ])('%s is refused with a remedy', async (name, text, code) => {
    const path = text === null ? join(folder, name) : file(name, text);
    await expect(loadAgent(path)).rejects.toMatchObject({ code, remedy: expect.stringMatching(/\w+/) });
  });

  it('in TypeScript is loaded by esbuild of its project, or the remedy says what to install', () => {
    const path = file('typed.ts', 'export default (): number => 8 as number;');
    if (process.features['typescript' as keyof typeof process.features] !== undefined) return;
    expect(loadedByNode(path)).toMatch(/^OFFSCRIPT_NO_TYPESCRIPT .*tsx/);
    const esbuild = join(folder, 'node_modules/esbuild');
    mkdirSync(esbuild, { recursive: true });
    writeFileSync(join(esbuild, 'package.json'), '{"name":"esbuild","main":"main.cjs"}');
    writeFileSync(
      join(esbuild, 'main.cjs'),
      "exports.build = async ({ entryPoints: [from], outfile }) => { const fs = require('fs'); fs.writeFileSync(outfile, fs.readFileSync(from, 'utf8').replace(/: number| as number/g, '')); };",
    );
    expect(loadedByNode(path)).toBe('8');
  });
});
