/**
 * Loaded into Node programs by NODE_OPTIONS=--import: what they send by node:http, node:https, fetch and undici goes in
 * plain through the local recorder, which speaks TLS with the API itself. So no certificate is needed, streams stay
 * streams, and the recorder has committed an answer before the program sees its end.
 */
import { AllowedHosts } from '../proxy/allowed-hosts.ts';
import { hookFetch } from './hook-fetch.ts';
import { hookHttp } from './hook-http.ts';
import { hookSockets } from './hook-sockets.ts';
import { HOOK_VARIABLE, type HookSettings } from './hook-settings.ts';

const told = process.env[HOOK_VARIABLE];
if (told !== undefined) {
  const settings = JSON.parse(told) as HookSettings;
  const hosts = new AllowedHosts(settings.named, settings.any, settings.excluded);
  const wants = (hostname: string, port: number): boolean =>
    !(port === settings.port && hostname === settings.host) && hosts.allows(hostname, port);
  hookHttp(settings, wants);
  hookSockets(settings, wants);
  await hookFetch(settings, wants);
}
