/** Part four: keys, help, and the beginning. */
export const CLIENT_KEYS = String.raw`
const KEYS = [['j, k', 'next and previous row or step'], ['Enter', 'open the row'], ['Esc', 'back'], ['/', 'filter'], ['[, ]', 'previous and next failed rollout'], ['?', 'this help']];

function help() {
  let dialog = document.querySelector('dialog');
  if (dialog === null) {
    dialog = el('dialog', { 'aria-label': 'Keys' }, el('table', {}, el('tbody', {}, KEYS.map(([key, what]) => el('tr', {}, el('td', {}, el('kbd', { text: key })), el('td', { text: what }))))), el('button', { text: 'Close', on: { click: () => dialog.close() } }));
    document.body.append(dialog);
  }
  dialog.showModal();
}

function isRolloutShown() { return location.hash.startsWith('#/rollout/'); }

function move(by) {
  if (isRolloutShown() && open !== null) {
    const next = Math.max(0, Math.min(open.count - 1, open.index + by));
    location.hash = addressOf(open.rollout, next);
    return;
  }
  state.at = Math.max(0, Math.min(Math.min(rows.length, state.shown) - 1, state.at + by));
  for (const row of document.querySelectorAll('tr[data-row]')) row.className = Number(row.dataset.row) === state.at ? 'at' : '';
  const row = document.querySelector('tr[data-row="' + state.at + '"]');
  if (row !== null) row.scrollIntoView({ block: 'nearest' });
}

function failure(by) {
  const failed = data.rollouts.filter((rollout) => !rollout.pass);
  const here = open === null ? -1 : failed.findIndex((rollout) => rollout.id === open.rollout.id);
  const next = failed[here + by];
  if (next !== undefined) location.hash = addressOf(next);
}

document.addEventListener('keydown', (event) => {
  if (data === null || event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target instanceof HTMLInputElement;
  if (event.key === 'Escape') {
    if (document.querySelector('dialog[open]') !== null) return;
    if (typing) event.target.blur();
    else if (isRolloutShown()) location.hash = '#/';
    else if (state.filter !== '') { state.filter = ''; location.hash = '#/'; showOverview(); }
    return;
  }
  if (typing) return;
  const acts = { j: () => move(1), k: () => move(-1), '[': () => failure(-1), ']': () => failure(1), '?': help, '/': () => { if (isRolloutShown()) location.hash = '#/'; setTimeout(() => { const box = document.getElementById('filter'); if (box !== null) box.focus(); }, 0); } };
  if (event.key === 'Enter' && !isRolloutShown() && event.target === document.body && rows[state.at] !== undefined) { location.hash = addressOf(rows[state.at]); return; }
  const act = acts[event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
});

unpack(document.getElementById('data').textContent, meta.bytes).then((found) => {
  data = found;
  data.rollouts.sort((a, b) => group(a) - group(b) || a.trial - b.trial || badness(a) - badness(b));
  window.addEventListener('hashchange', route);
  route();
  document.documentElement.dataset.ready = 'yes';
}, (error) => {
  main.append(el('p', { class: 'note', text: 'This browser could not unpack the rollouts: ' + error.message }));
});
`;
