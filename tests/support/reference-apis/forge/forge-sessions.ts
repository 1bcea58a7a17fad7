import { sessionsOf } from '../sessions-of.ts';
import type { Workflow } from '../sessions-of.ts';
import { NOTES } from '../words.ts';
import { all, HOT, hotNumber, maintainer, passerBy, TITLES } from './forge-session-kit.ts';
import { REPO_WORKFLOWS } from './forge-session-repos.ts';

const WORKFLOWS: Readonly<Record<string, Workflow>> = {
  'look-around': (send) => {
    const forge = maintainer(send);
    forge.call('GET /user');
    forge.call('GET /user/repos?per_page=100');
    for (const repo of HOT) {
      forge.call(`GET ${repo}`);
      forge.call(`GET ${repo}/labels`);
      forge.call(`GET ${repo}/milestones?state=all`);
    }
    all(forge, `${HOT[0]}/issues?state=all&per_page=25`);
    all(forge, `${HOT[1]}/issues?state=all&per_page=100`);
    all(forge, `${HOT[2]}/issues?state=all`);
    all(forge, `${HOT[0]}/pulls?state=all&per_page=30`);
    forge.call('GET /search/issues?q=is:open+is:issue&per_page=50');
  },
  triage: (send, random) => {
    const forge = maintainer(send);
    const repo = random.pick(HOT);
    forge.call(`GET ${repo}/issues?per_page=10&sort=created&direction=desc`);
    const path = `${repo}/issues/${hotNumber(repo, random, 'issue')}`;
    const seen = forge.call(`GET ${path}`);
    forge.call(`GET ${path}`, { headers: { 'if-none-match': seen.header('etag') ?? '' } });
    forge.call(`POST ${path}/labels`, { json: { labels: [random.pick(['bug', 'question']), 'enhancement'] } });
    forge.call(`PATCH ${path}`, { json: { assignees: [random.pick(['mira', 'jonas-w', 'tlau'])], milestone: 3 } });
    forge.call(`GET ${path}`);
    forge.call(`DELETE ${path}/labels/enhancement`);
    forge.call(`DELETE ${path}/labels/enhancement`);
    forge.call(`GET ${path}`);
    forge.call(`GET ${repo}/milestones/3`);
    forge.call(`GET ${repo}/issues?labels=bug&state=open`);
    forge.call(`GET ${repo}/issues?assignee=none&per_page=5`);
  },
  'report-and-close': (send, random, index) => {
    const forge = maintainer(send);
    const repo = random.pick(HOT);
    const created = forge.call(`POST ${repo}/issues`, {
      json: { title: `${random.pick(TITLES)} (${index})`, body: random.pick(NOTES), labels: ['bug'] },
    });
    const path = `${repo}/issues/${created.text('$.number')}`;
    const comment = forge.call(`POST ${path}/comments`, { json: { body: 'Can confirm.' } });
    forge.call(`GET ${path}`);
    forge.call(`PATCH ${repo}/issues/comments/${comment.text('$.id')}`, { json: { body: 'Can confirm on main.' } });
    forge.call(`GET ${path}/comments`);
    forge.call(`PATCH ${path}`, {
      json: random.chance(0.5) ? { state: 'closed' } : { state: 'closed', state_reason: 'not_planned' },
    });
    forge.call(`GET ${path}`);
    forge.call(`GET ${repo}`);
    if (random.chance(0.5)) {
      forge.call(`PATCH ${path}`, { json: { state: 'open' } });
      forge.call(`GET ${path}`);
    }
    forge.call(`DELETE ${repo}/issues/comments/${comment.text('$.id')}`);
    forge.call(`GET ${repo}/issues/comments/${comment.text('$.id')}`);
    forge.call(`GET ${path}`);
    forge.call(`GET ${repo}/issues?state=closed&per_page=5&sort=updated`);
  },
  'pull-request': (send, random, index) => {
    const forge = maintainer(send);
    const repo = random.pick(HOT);
    const head = `feature/${index}`;
    const issue = forge.call(`POST ${repo}/issues`, { json: { title: `${random.pick(TITLES)} #${index}` } });
    const json = {
      title: `Fix: ${random.pick(TITLES)}`,
      head,
      base: 'main',
      body: random.chance(0.6) ? `Closes #${issue.text('$.number')}` : 'See the discussion.',
    };
    const pull = forge.call(`POST ${repo}/pulls`, { json });
    const path = `${repo}/pulls/${pull.text('$.number')}`;
    forge.call(`POST ${repo}/pulls`, { json });
    forge.call(`GET ${path}`);
    forge.call(`POST ${repo}/issues/${pull.text('$.number')}/comments`, { json: { body: 'LGTM' } });
    forge.call(`PATCH ${path}`, { json: { title: 'Fix it for good' } });
    forge.call(`PUT ${path}/merge`, { json: { sha: '0123456789abcdef0123456789abcdef01234567' } });
    forge.call(`PUT ${path}/merge`, { json: { sha: pull.text('$.head.sha') } });
    forge.call(`GET ${path}`);
    forge.call(`PUT ${path}/merge`);
    forge.call(`GET ${repo}/issues/${issue.text('$.number')}`);
    forge.call(`GET ${repo}/pulls?state=closed&per_page=5`);
    forge.call(`PATCH ${path}`, { json: { state: 'open' } });
  },
  'abandoned-pull': (send, random, index) => {
    const forge = maintainer(send);
    const repo = random.pick(HOT);
    const pull = forge.call(`POST ${repo}/pulls`, {
      json: { title: 'Try another parser', head: `fix/${index}`, base: 'main', draft: true },
    });
    const path = `${repo}/pulls/${pull.text('$.number')}`;
    forge.call(`PUT ${path}/merge`);
    forge.call(`GET ${repo}/pulls?head=${repo.split('/')[2]}:fix/${index}`);
    forge.call(`PATCH ${path}`, { json: { state: 'closed' } });
    forge.call(`GET ${path}`);
    forge.call(`GET ${repo}/issues/${pull.text('$.number')}`);
    forge.call(`POST ${repo}/pulls`, { json: { title: 'No base', head: 'fix/none' } });
    forge.call(`GET ${repo}/pulls/${hotNumber(repo, random, 'issue')}`);
    forge.call(`GET ${repo}/pulls/${hotNumber(repo, random, 'pull')}`);
  },
  ...REPO_WORKFLOWS,
  'from-outside': (send, random, index) => {
    const forge = passerBy(send);
    forge.call('GET /user');
    forge.call('GET /users/harborlabs');
    forge.call(`GET /users/${random.pick(['mira', 'jonas-w', 'tlau'])}`);
    const repo = random.pick(HOT);
    const issue = forge.call(`POST ${repo}/issues`, {
      json: { title: `${random.pick(TITLES)}?`, body: `Seen ${index} times`, labels: ['bug'] },
    });
    const path = `${repo}/issues/${issue.text('$.number')}`;
    forge.call(`PATCH ${path}`, { json: { body: 'Seen again today' } });
    forge.call(`POST ${path}/labels`, { json: { labels: ['bug'] } });
    const comment = forge.call(`POST ${path}/comments`, { json: { body: 'Any news?' } }).text('$.id');
    forge.call(`PATCH ${repo}/issues/comments/${comment}`, { json: { body: 'Any news? Thanks!' } });
    forge.call(`GET ${path}`);
    forge.call(`PATCH ${repo}/issues/${hotNumber(repo, random, 'issue')}`, { json: { title: 'Hijacked' } });
    forge.call(`POST ${repo}/milestones`, { json: { title: 'Mine' } });
    forge.call('GET /repos/harborlabs/design-notes');
    forge.call(`GET /users/nobody-${index}`);
  },
  search: (send, random) => {
    const forge = maintainer(send);
    const q = random.pick([
      'is:issue is:open label:bug',
      'author:tlau is:open',
      'repo:harborlabs/tidewater timeout',
      'is:pr is:merged',
      'crash -label:bug',
      'label:"good first issue" is:issue',
    ]);
    const path = `/search/issues?q=${encodeURIComponent(q)}`;
    forge.call(`GET ${path}`);
    forge.call(`GET ${path}&per_page=3`);
    forge.call(`GET ${path}&per_page=3&page=2`);
    forge.call(`GET ${path}&order=asc&sort=created&per_page=5`);
    forge.call('GET /search/issues');
    const repo = random.pick(HOT);
    forge.call(`GET ${repo}/issues?creator=${random.pick(['tlau', 'jonas-w'])}&state=all`);
    forge.call(`GET ${repo}/issues?per_page=4&page=2`);
    forge.call(`GET ${repo}/issues?state=done`);
    forge.call(`GET ${repo}/issues?since=2024-03-04T00:00:00Z&state=all&direction=asc`);
  },
  repository: (send, random, index) => {
    const forge = maintainer(send);
    const name = `sandbox-${index}`;
    forge.call('POST /user/repos', {
      json: { name, description: random.pick(['Scratch', 'Spike']), private: random.chance(0.5) },
    });
    const repo = `/repos/mira/${name}`;
    forge.call('POST /user/repos', { json: { name } });
    forge.call(`GET ${repo}`);
    forge.call(`GET ${repo}/labels`);
    forge.call(`PATCH ${repo}`, { json: { description: 'Kept for reference', homepage: `https://${name}.test` } });
    forge.call(`POST ${repo}/issues`, { json: { title: 'First' } });
    forge.call(`GET ${repo}/issues/1`);
    forge.call(`GET ${repo}`);
    if (random.chance(0.6)) {
      forge.call(`PATCH ${repo}`, { json: { archived: true } });
      forge.call(`POST ${repo}/issues`, { json: { title: 'Second' } });
      forge.call(`PATCH ${repo}/issues/1`, { json: { state: 'closed' } });
    } else forge.call(`PATCH ${repo}`, { json: { description: null } });
    forge.call('GET /user/repos?sort=created&per_page=3');
    forge.call('GET /user');
  },
  mistakes: (send, random) => {
    const forge = maintainer(send);
    const repo = random.pick(HOT);
    forge.call(`GET ${repo}/issues/99999`);
    forge.call('GET /repos/harborlabs/unknown');
    forge.call(`POST ${repo}/issues`, { json: { body: 'No title' } });
    forge.call(`POST ${repo}/issues`, { json: { title: 'Who?', assignees: ['nobody-here'] } });
    const path = `${repo}/issues/${hotNumber(repo, random, 'issue')}`;
    forge.call(`POST ${path}/comments`, { json: {} });
    forge.call(`PATCH ${path}`, { json: { state: 'resolved' } });
    forge.call(`PATCH ${path}`, { json: { title: '' } });
    const edited = forge.call(`PATCH ${path}`, { json: { title: 'Clearer title', body: null, labels: ['bug'] } });
    forge.call(`GET ${path}`);
    forge.call(`PATCH ${path}`, { json: { labels: [], milestone: null, assignees: [] } });
    forge.call(`GET ${path}`);
    forge.call(`GET ${repo}/issues?milestone=none&per_page=${edited.rows('$.labels').length + 2}`);
    forge.call(`POST ${repo}/labels`, { json: { color: 'ff0000' } });
  },
};

export function forgeSessions(seed: number, count: number): ReturnType<typeof sessionsOf> {
  return sessionsOf(WORKFLOWS, seed, count);
}
