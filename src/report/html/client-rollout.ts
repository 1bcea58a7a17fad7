/** Part three: one rollout, step by step. */
export const CLIENT_ROLLOUT = String.raw`
let open = null;

function changeList(changes) {
  if (changes.length === 0) return el('p', { class: 'soft', text: 'nothing changed' });
  return el('div', {}, changes.map(({ key, paths }) => el('div', {}, el('code', { text: key }), el('pre', {}, paths.map(([path, before, after]) => el('div', {},
    path === '' ? null : el('span', { class: 'soft', text: path + '  ' }),
    before === null ? null : el('del', { text: path === '' ? pretty(before) : before }),
    before === null || after === null ? null : ' ',
    after === null ? null : el('ins', { text: path === '' ? pretty(after) : after })))))));
}

function stepPanel(step) {
  const text = (index) => data.texts[index] || '';
  const part = (title, which) => {
    if (which.length === 0) return null;
    const [line, headers, body] = which.map(text);
    return el('section', { 'aria-label': title }, el('h3', { text: title }), el('pre', { tabindex: '0', text: line + (headers ? '\n' + headers : '') }), body ? el('pre', { tabindex: '0', text: pretty(body) }) : null);
  };
  return [
    el('h2', { text: 'Step ' + step.index + ', ' + (step.at / 1000).toFixed(1) + ' s after the start' + (step.took ? ', took ' + (step.took / 1000).toFixed(2) + ' s' : '') }),
    el('p', { text: step.text }),
    step.faults.length === 0 ? null : el('p', { class: 'warn', text: '⚠ ' + step.faults.join('; ') }),
    part('Request', step.sent),
    part('Answer', step.got),
    step.kind === 'call' ? el('h3', { text: 'State diff' }) : null,
    step.kind === 'call' ? changeList(step.changes) : null,
  ].filter((one) => one !== null);
}

function checksTable(rollout) {
  const line = ([name, result, hard, score, because, evidence]) => el('tr', {},
    el('td', {}, el('span', { class: result === 'passed' ? 'good' : hard || name === 'goal' ? 'bad' : 'warn', text: (result === 'passed' ? '✓ ' : '✗ ') + name })),
    el('td', { text: name === 'goal' ? 'goal' : hard ? 'hard' : 'soft' }), el('td', { text: score }), el('td', { text: because }),
    el('td', {}, evidence.slice(0, 8).map((index) => el('a', { href: addressOf(rollout, index), text: 'step ' + index + ' ' }))));
  const ordered = [...rollout.checks].sort((a, b) => (a[1] === 'failed' ? 0 : 1) - (b[1] === 'failed' ? 0 : 1));
  return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Checks' }, el('table', {}, el('thead', {}, el('tr', {}, ['check', 'kind', 'score', 'because', 'evidence'].map((name) => el('th', { scope: 'col', text: name })))), el('tbody', {}, ordered.map(line))));
}

function showRollout(rollout, wanted) {
  const episode = episodeOf(rollout);
  const steps = rollout.steps || [];
  const blamed = rollout.checks.filter((check) => check[1] === 'failed').flatMap((check) => check[5]);
  const first = rollout.divergence && rollout.divergence.step !== null ? rollout.divergence.step : blamed[0];
  const index = Math.max(0, Math.min(steps.length - 1, wanted === null ? first || 0 : wanted));
  open = { rollout, index, count: steps.length };
  document.title = rollout.id + ' ' + resultOf(rollout).word;
  const end = steps.reduce((most, step) => Math.max(most, step.at + step.took), 1);
  const command = meta.reproduce.replace('{episode}', episode.id).replace('{trials}', rollout.trial === 1 ? '' : ' --trials ' + rollout.trial);
  const copy = el('button', { class: 'copy', text: 'copy', on: { click: () => { navigator.clipboard.writeText(command).then(() => { copy.textContent = 'copied'; }, () => { copy.textContent = 'not allowed here'; }); } } });
  main.replaceChildren(...[
    el('nav', {}, el('a', { href: '#/', text: '← all rollouts' })),
    el('h1', {}, badge(rollout), ' ' + rollout.id + ', reward ' + (rollout.reward === null ? 'none' : rollout.reward.toFixed(3))),
    el('p', { class: 'soft', text: [episode.workflow, episode.family, episode.by, episode.split, 'task ' + episode.task, 'trial ' + rollout.trial].join(' · ') }),
    el('p', {}, el('code', { text: command }), ' ', copy),
    el('h2', { text: 'Instruction' }), el('p', { text: episode.instruction }),
    episode.policy === '' ? null : el('p', { text: episode.policy }),
    el('h2', { text: 'What was different' }),
    episode.mutations.length === 0 ? el('p', { text: 'Nothing: this is a neutral episode.' }) : el('ul', {}, episode.mutations.map((one) => el('li', {}, one.explain + ' ', el('span', { class: 'soft', text: one.id })))),
    rollout.divergence === null ? null : el('h2', { text: 'First divergence from the oracle' }),
    rollout.divergence === null ? null : el('p', { text: rollout.divergence.text }),
    el('h2', { text: 'Checks' }), checksTable(rollout), el('p', { class: 'soft', text: rollout.sum }),
    el('h2', { text: 'Steps' }),
    rollout.steps === null
      ? el('p', { class: 'note', text: 'The steps of this rollout were left out to keep the page small: offscript show ' + meta.run + ' ' + rollout.id })
      : el('div', { class: 'pair' },
          el('ol', { class: 'steps', 'aria-label': 'Steps' }, steps.map((step) => el('li', { class: step.index === index ? 'at' : null },
            el('button', { 'aria-current': step.index === index ? 'step' : null, on: { click: () => { location.hash = addressOf(rollout, step.index); } } },
              el('span', { class: blamed.includes(step.index) || (rollout.divergence && rollout.divergence.step === step.index) ? 'bad' : null, text: (blamed.includes(step.index) ? '✗ ' : '') + step.index + ' ' + step.text }),
              el('span', { class: 'wave', style: 'margin-left:' + (95 * step.at / end).toFixed(1) + '%;width:' + (95 * step.took / end).toFixed(1) + '%' }))))),
          el('div', { 'aria-live': 'polite' }, steps[index] ? stepPanel(steps[index]) : [])),
    el('p', { class: 'soft', text: 'End: ' + rollout.end }),
    rollout.oracle.length === 0 ? null : el('h2', { text: 'What the oracle does in the same world' }),
    rollout.oracle.length === 0 ? null : el('ul', { class: 'plain' }, rollout.oracle.map((at) => el('li', {}, el('code', { text: data.texts[at] })))),
    el('h2', { text: 'State diff of the whole rollout' }), changeList(rollout.net),
  ].filter((one) => one !== null));
  if (wanted === null) window.scrollTo(0, 0);
}
`;
