import { readFileSync } from 'node:fs';
import type { AgentEpisode, AgentView, Json, JsonObject, ToolResult } from 'offscript';

type Environment = Readonly<Record<string, string | undefined>>;

/** The episode that a program was started for: everything of it stands in its environment. */
export function episodeFromEnv(env: Environment): AgentEpisode {
  const text = (name: string): string => {
    const value = env[`OFFSCRIPT_${name}`];
    if (value === undefined) throw new Error(`OFFSCRIPT_${name} is not set: start this program by offscript replay.`);
    return value;
  };
  const json = <T>(name: string): T => JSON.parse(text(name)) as T;
  const control = async (action: string, body: JsonObject): Promise<JsonObject> => {
    const response = await fetch(`${text('CONTROL_URL')}/${action}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as JsonObject;
    if (!response.ok) throw new Error(`${action}: ${String(answer['message'] ?? answer['error'] ?? response.status)}`);
    return answer;
  };
  return {
    id: text('EPISODE'),
    instruction: text('INSTRUCTION'),
    inputs: json<JsonObject>('INPUTS'),
    workflow: text('WORKFLOW'),
    policy: text('POLICY'),
    baseUrls: json<AgentView['baseUrls']>('BASE_URLS'),
    credentials: json<AgentView['credentials']>('CREDENTIALS'),
    tools: JSON.parse(readFileSync(text('TOOLS'), 'utf8')) as AgentView['tools'],
    timeoutMs: Number(text('TIMEOUT_MS')),
    signal: new AbortController().signal,
    fetch: globalThis.fetch,
    call: async (name, args = {}) => (await control('call', { name, arguments: args })) as unknown as ToolResult,
    wait: async (seconds) => void (await control('wait', { seconds })),
    say: async (said) => String((await control('say', { text: said }))['reply']),
    report: async (reason, evidence = []) => void (await control('report', { reason, evidence: [...evidence] })),
    finish: async (answer?: Json) => void (await control('finish', answer === undefined ? {} : { answer })),
  };
}
