import { fullName } from './forge-show.ts';
import type { Home, Issue } from './forge-world.ts';

/** @example 'repo:mira/dotfiles is:issue is:open label:bug timeout', 'author:tlau -label:"good first issue"' */
export function fitsSearch(query: string, home: Home, issue: Issue): boolean {
  const words = query.match(/-?[\w-]+:"[^"]+"|"[^"]+"|\S+/g) ?? [];
  return words.every((word) => {
    const negated = word.startsWith('-');
    return fitsWord(negated ? word.slice(1) : word, home, issue) !== negated;
  });
}

function fitsWord(word: string, home: Home, issue: Issue): boolean {
  const [, key, quoted] = /^([\w-]+):(.+)$/.exec(word) ?? [];
  const value = (quoted ?? word).replaceAll('"', '').toLowerCase();
  const labels = issue.labels.map((id) => home.labels.get(id)?.name.toLowerCase());
  switch (key) {
    case undefined:
      return issue.title.toLowerCase().includes(value) || (issue.body ?? '').toLowerCase().includes(value);
    case 'repo':
      return fullName(home).toLowerCase() === value;
    case 'is':
    case 'type':
    case 'state':
      if (value === 'issue') return issue.pull === null;
      if (value === 'pr') return issue.pull !== null;
      if (value === 'merged') return typeof issue.pull?.merged_at === 'string';
      return issue.state === value;
    case 'label':
      return labels.includes(value);
    case 'author':
      return issue.user === value;
    case 'assignee':
      return issue.assignees.includes(value);
    case 'milestone':
      return issue.milestone !== null && home.milestones.get(issue.milestone)?.title.toLowerCase() === value;
    default:
      return false;
  }
}
