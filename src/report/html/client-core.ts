/** The page's own code, part one: elements, data, addresses. Captured text only ever becomes text nodes. */
export const CLIENT_CORE = String.raw`
'use strict';
const meta = JSON.parse(document.getElementById('meta').textContent);
const main = document.querySelector('main');
let data = null;
let rows = [];
let state = { filter: '', by: 'family', at: 0, shown: 200 };

function el(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'on') for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else if (name === 'text') node.textContent = value;
    else if (name === 'class') node.className = value;
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children.flat()) if (child !== null && child !== undefined) node.append(child);
  return node;
}

async function unpack(text, most) {
  const binary = atob(text.trim());
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const decoder = new TextDecoder();
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) { await reader.cancel(); throw new Error('The data is larger than it says.'); }
    parts.push(decoder.decode(value, { stream: true }));
  }
  parts.push(decoder.decode());
  return JSON.parse(parts.join(''));
}

function percent(rate) { return rate === null ? 'none' : (100 * rate).toFixed(rate === 0 || rate === 1 ? 0 : 1) + ' %'; }
function interval(rate) { return rate.rate === null ? 'none played' : percent(rate.low) + ' to ' + percent(rate.high) + ', n ' + rate.n; }
function resultOf(rollout) {
  if (rollout.tainted !== null) return { word: 'tainted', sign: '⚠', tone: 'warn' };
  return rollout.pass ? { word: 'passed', sign: '✓', tone: 'good' } : { word: 'failed', sign: '✗', tone: 'bad' };
}
function badge(rollout) {
  const { word, sign, tone } = resultOf(rollout);
  return el('span', { class: tone, text: sign + ' ' + word });
}
function addressOf(rollout, step) { return '#/rollout/' + encodeURIComponent(rollout.id) + (step === undefined ? '' : '/step/' + step); }
function episodeOf(rollout) { return data.episodes[rollout.episode]; }
function pretty(text) { try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; } }

function route() {
  const parts = location.hash.replace(/^#\/?/, '').split('?');
  const [view, id, , step] = parts[0].split('/').map(decodeURIComponent);
  const where = new URLSearchParams(parts[1] || '').get('where');
  if (view === 'rollout') {
    const rollout = data.rollouts.find((one) => one.id === id);
    if (rollout !== undefined) return showRollout(rollout, step === undefined ? null : Number(step));
  }
  if (where !== null) state.filter = where;
  showOverview();
}
`;
