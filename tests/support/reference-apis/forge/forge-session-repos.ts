import type { Workflow } from '../sessions-of.ts';
import { HOT, hotNumber, maintainer, passerBy, TITLES } from './forge-session-kit.ts';

export const REPO_WORKFLOWS: Readonly<Record<string, Workflow>> = {
  labels: (send, random, index) => {
    const forge = maintainer(send);
    const repo = random.pick(HOT);
    forge.call(`GET ${repo}/labels?per_page=4`);
    const name = `area: ${random.pick(['parser', 'docs', 'net', 'ui'])} ${index}`;
    const path = `${repo}/labels/${encodeURIComponent(name)}`;
    forge.call(`POST ${repo}/labels`, {
      json: { name, color: random.text(6, '0123456789abcdef'), description: 'Area' },
    });
    forge.call(`POST ${repo}/labels`, { json: { name, color: 'ffffff' } });
    forge.call(`POST ${repo}/labels`, { json: { name: 'broken colour', color: 'red' } });
    const issue = `${repo}/issues/${hotNumber(repo, random, 'issue')}`;
    forge.call(`POST ${issue}/labels`, { json: { labels: [name] } });
    forge.call(`GET ${path}`);
    const renamed = `${repo}/labels/${encodeURIComponent(`${name} (old)`)}`;
    forge.call(`PATCH ${path}`, { json: { new_name: `${name} (old)`, color: '0e8a16' } });
    forge.call(`GET ${issue}`);
    forge.call(`GET ${path}`);
    forge.call(`PATCH ${renamed}`, { json: { description: null } });
    if (random.chance(0.6)) {
      forge.call(`DELETE ${renamed}`);
      forge.call(`GET ${renamed}`);
      forge.call(`GET ${issue}`);
    }
    forge.call(`GET ${repo}/labels`);
  },
  milestones: (send, random, index) => {
    const forge = maintainer(send);
    const repo = random.pick(HOT);
    const title = `2024.${index}`;
    const made = forge.call(`POST ${repo}/milestones`, {
      json: { title, ...(random.chance(0.5) ? { due_on: '2024-09-30T07:00:00Z' } : { description: 'Autumn' }) },
    });
    const milestone = made.number('$.number');
    forge.call(`POST ${repo}/milestones`, { json: { title } });
    const first = forge.call(`POST ${repo}/issues`, { json: { title: random.pick(TITLES), milestone } });
    forge.call(`POST ${repo}/issues`, { json: { title: random.pick(TITLES), milestone, assignees: ['tlau'] } });
    forge.call(`GET ${repo}/milestones/${milestone}`);
    forge.call(`PATCH ${repo}/issues/${first.text('$.number')}`, { json: { state: 'closed' } });
    forge.call(`GET ${repo}/milestones/${milestone}`);
    forge.call(`GET ${repo}/issues?milestone=${milestone}&state=all`);
    forge.call(`PATCH ${repo}/milestones/${milestone}`, {
      json: random.chance(0.5) ? { state: 'closed' } : { title: `${title} LTS`, description: null },
    });
    forge.call(`GET ${repo}/milestones?state=open`);
    if (random.chance(0.5)) {
      forge.call(`DELETE ${repo}/milestones/${milestone}`);
      forge.call(`GET ${repo}/milestones/${milestone}`);
      forge.call(`GET ${repo}/issues/${first.text('$.number')}`);
    }
    forge.call(`POST ${repo}/issues`, { json: { title: 'Lost', milestone: 9999 } });
  },
  stars: (send, random) => {
    const forge = random.chance(0.5) ? maintainer(send) : passerBy(send);
    const repo = random.pick(HOT);
    const star = repo.replace('/repos/', '/user/starred/');
    forge.call(`GET ${star}`);
    forge.call(`GET ${repo}`);
    forge.call(`PUT ${star}`);
    forge.call(`PUT ${star}`);
    forge.call(`GET ${star}`);
    forge.call(`GET ${repo}`);
    forge.call(`DELETE ${star}`);
    forge.call(`GET ${star}`);
    forge.call(`GET ${repo}`);
    forge.call('PUT /user/starred/harborlabs/nothing-here');
  },
};
