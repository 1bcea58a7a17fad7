import { it } from 'vitest';
import { CATALOGUE } from '../../mutators/index.ts';
import { proveEverywhere } from '../support/desk/prove-everywhere.ts';
it('tries', () => {
  for (const m of CATALOGUE.filter(({ id }) => process.env.ONLY === undefined || new RegExp(process.env.ONLY).test(id))) {
    try {
    const t = performance.now();
    const r = proveEverywhere(m, 12);
    console.log(`${r.proven}/${r.drafts} ${m.id} [${r.biters.join(', ')}] ${Math.round(performance.now() - t)}ms` + Object.entries(r.refused).map(([k, n]) => `\n      ${n}x ${k}`).join(''));
    } catch (e) { console.log('THROWS', m.id, (e as Error).stack?.slice(0, 600)); }
  }
}, 300000);
