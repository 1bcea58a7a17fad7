/** Part two: verdict, tiles, heat map, and the rollouts with the worst first. */
export const CLIENT_OVERVIEW = String.raw`
function haystack(rollout) {
  const episode = episodeOf(rollout);
  return [rollout.id, episode.task, episode.workflow, episode.family, episode.split, episode.by, resultOf(rollout).word, ...rollout.failed, ...episode.mutations.map((one) => one.id)].join(' ').toLowerCase();
}
function matches(rollout, words) {
  const text = haystack(rollout);
  return words.every((word) => (word.startsWith('-') && word.length > 1 ? !text.includes(word.slice(1)) : text.includes(word)));
}
/* First trials first: repeats of one failure stand behind other failures. */
function group(rollout) { return rollout.tainted !== null ? 1 : rollout.pass ? 2 : 0; }
function badness(rollout) { return (rollout.reward === null ? 0 : rollout.reward) + (rollout.progress + 1) / 10; }

function tile(name, value, more) {
  return el('li', {}, el('span', { text: name }), el('strong', { text: value }), el('span', { class: 'soft', text: more }));
}
function tiles() {
  const s = meta.statistics;
  return el('ul', { class: 'tiles', 'aria-label': 'Figures' },
    tile('Demo (clean world)', percent(s.demo.rate), interval(s.demo)),
    tile('Production (broken world)', percent(s.production.rate), interval(s.production)),
    tile('Expected in traffic', percent(s.expected.rate), interval(s.expected)),
    tile('Resilience', s.resilience === null ? 'not known' : s.resilience.toFixed(2), 'production over demo'),
    tile('Mean reward', s.meanReward === null ? 'none' : s.meanReward.toFixed(3), s.interval === null ? '' : s.interval[0].toFixed(3) + ' to ' + s.interval[1].toFixed(3)),
    tile('Environment failures', String(s.environmentFailures), 'unverified answers ' + percent(s.unverified)));
}

/* Each family beside its share of the recorded traffic: what "expected in traffic" is made of. */
function families() {
  const s = meta.statistics;
  const weights = s.expected.weights;
  const rows = Object.entries(s.byFamily).map(([family, rate]) => el('tr', {},
    el('th', { scope: 'row', text: family }),
    el('td', { text: percent(rate.rate) }),
    el('td', { text: interval(rate) }),
    el('td', { text: percent(weights[family] || 0) })));
  const head = ['family', 'pass', '95 % interval', 'share of recorded traffic'].map((name) => el('th', { scope: 'col', text: name }));
  return el('details', {}, el('summary', { text: 'Families, and their share of the recorded traffic' }),
    el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Families' }, el('table', {}, el('thead', {}, el('tr', {}, head)), el('tbody', {}, rows))));
}

/* Tasks cut from the middle of a workflow count with it. */
function workflowOf(episode) { return episode.workflow.split('/')[0]; }

function heatMap() {
  const columnsOf = (episode) => (state.by === 'family' ? [episode.family] : episode.mutations.length === 0 ? ['neutral'] : episode.mutations.map((one) => one.id));
  const cells = new Map();
  const columns = new Set();
  const lines = new Map();
  for (const rollout of data.rollouts) {
    if (rollout.tainted !== null) continue;
    const episode = episodeOf(rollout);
    const name = workflowOf(episode);
    const line = lines.get(name) || { n: 0, passed: 0 };
    line.n++;
    line.passed += rollout.pass ? 1 : 0;
    lines.set(name, line);
    for (const column of new Set(columnsOf(episode))) {
      columns.add(column);
      const key = name + ' | ' + column;
      const cell = cells.get(key) || { n: 0, passed: 0 };
      cell.n++;
      cell.passed += rollout.pass ? 1 : 0;
      cells.set(key, cell);
    }
  }
  const names = [...columns].sort((a, b) => (a === 'neutral' ? -1 : b === 'neutral' ? 1 : a < b ? -1 : 1));
  const ordered = [...lines].sort(([, a], [, b]) => a.passed / a.n - b.passed / b.n || b.n - a.n).map(([name]) => name);
  const head = el('tr', {}, el('th', { scope: 'col', text: 'workflow' }), names.map((name) => el('th', { scope: 'col' }, el('span', { text: name }))));
  const body = ordered.map((workflow) => el('tr', {}, el('th', { scope: 'row', text: workflow }), names.map((name) => {
    const cell = cells.get(workflow + ' | ' + name);
    if (cell === undefined) return el('td', {});
    const share = cell.passed / cell.n;
    const label = Math.round(100 * share) + ' %, ' + workflow + ', ' + name + ': ' + cell.passed + ' of ' + cell.n + ' pass';
    const pick = () => { location.hash = '#/?where=' + encodeURIComponent(workflow + ' ' + name); };
    return el('td', {}, el('button', { class: 'p' + Math.min(4, Math.floor(share * 5)), title: label, 'aria-label': label, text: Math.round(100 * share), on: { click: pick } }));
  })));
  return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Pass rates by workflow and mutation' }, el('table', { class: 'heat' }, el('thead', {}, head), el('tbody', {}, body)));
}

function listRows() {
  const words = state.filter.toLowerCase().split(' ').filter((word) => word !== '');
  rows = data.rollouts.filter((rollout) => matches(rollout, words));
  const shown = rows.slice(0, state.shown);
  const body = document.getElementById('rows');
  body.replaceChildren(...shown.map((rollout, index) => {
    const episode = episodeOf(rollout);
    return el('tr', { 'data-row': index, class: index === state.at ? 'at' : null },
      el('td', {}, badge(rollout)),
      el('td', {}, el('a', { href: addressOf(rollout), text: rollout.id })),
      el('td', { text: episode.workflow }),
      el('td', { text: episode.mutations.map((one) => one.id).join(', ') || 'neutral' }),
      el('td', { text: rollout.failed.join(', ') }),
      el('td', { text: rollout.reward === null ? 'none' : rollout.reward.toFixed(2) }),
      el('td', { text: rollout.calls }));
  }));
  document.getElementById('count').textContent = rows.length + ' of ' + data.rollouts.length + ' rollouts' + (rows.length > shown.length ? ', the first ' + shown.length + ' shown' : '');
  document.getElementById('more').hidden = rows.length <= shown.length;
}

function showOverview() {
  document.title = meta.title;
  const toggle = el('button', { text: state.by === 'family' ? 'by mutator' : 'by family', on: { click: () => { state.by = state.by === 'family' ? 'mutator' : 'family'; showOverview(); } } });
  const box = el('input', { id: 'filter', type: 'search', placeholder: 'failed latency -duplicate …', 'aria-label': 'Filter: words of workflow, mutator, family, failed check, id; -word leaves out', on: { input: () => { state.filter = box.value; state.at = 0; listRows(); } } });
  box.value = state.filter;
  main.replaceChildren(...[
    el('h1', { text: meta.verdict }),
    el('p', { class: 'soft', text: meta.about }),
    meta.sampling === null ? null : el('p', { class: 'note', text: meta.sampling }),
    tiles(),
    families(),
    el('h2', { text: 'Where it fails: pass rate in %, workflow by mutation' }),
    el('div', { class: 'bar' }, toggle),
    heatMap(),
    el('h2', { text: 'Rollouts, worst first' }),
    el('div', { class: 'bar' }, box, el('span', { id: 'count', role: 'status', class: 'soft' }), el('button', { text: '? keys', on: { click: help } })),
    el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Rollouts' }, el('table', {}, el('thead', {}, el('tr', {}, ['result', 'rollout', 'workflow', 'mutations', 'failed checks', 'reward', 'calls'].map((name) => el('th', { scope: 'col', text: name })))), el('tbody', { id: 'rows' }))),
    el('button', { id: 'more', text: 'Show more', on: { click: () => { state.shown += 500; listRows(); } } }),
  ].filter((one) => one !== null));
  listRows();
}
`;
