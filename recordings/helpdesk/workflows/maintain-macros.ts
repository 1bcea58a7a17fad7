import { NEW_MACROS } from '../data/macros.ts';
import type { MacroView } from '../render.ts';
import type { Workflow } from '../workflow.ts';
import type { Page } from './find.ts';

const ADDITIONS = [
  ' If you have already done this, please tell us what you saw.',
  ' You can reply to this message at any time.',
  ' Our phone line is open from eight to six.',
];

/** Adds, rewords and removes saved replies. */
export const maintainMacros: Workflow = {
  name: 'maintain-macros',
  sessions: 8,
  who: 'lead',
  run: async ({ desk, random, turn }) => {
    const page = await desk.get<Page<MacroView>>('/v1/macros');
    const added = NEW_MACROS[Math.floor(turn / 3) * 2 + (turn % 3 === 2 ? 1 : 0)];
    if (turn % 3 === 1 || added === undefined) {
      const macro = await desk.open<MacroView>(`/v1/macros/${random.pick(page.data).id}`);
      const path = `/v1/macros/${macro.id}`;
      const body = macro.body + (ADDITIONS[Math.floor(turn / 3)] ?? '');
      const whole = { title: macro.title, body, category: macro.category };
      if (turn % 2 === 1) await desk.put(path, { title: macro.title, body }, 422);
      await desk.put<MacroView>(path, whole);
      await desk.get<MacroView>(path);
      return;
    }
    if (turn % 3 === 0) await desk.post('/v1/macros', { ...added, title: random.pick(page.data).title }, 409);
    else await desk.post('/v1/macros', { ...added, category: 'misc' }, 422);
    const macro = await desk.post<MacroView>('/v1/macros', added);
    const shown = await desk.get<MacroView>(`/v1/macros/${macro.id}`);
    if (turn % 3 === 0) {
      await desk.put<MacroView>(`/v1/macros/${macro.id}`, { ...added, body: `${shown.body} {{agent_name}}` });
      await desk.get<MacroView>(`/v1/macros/${macro.id}`);
    }
    if (turn % 3 === 2) {
      await desk.delete(`/v1/macros/${macro.id}`);
      await desk.get(`/v1/macros/${macro.id}`, 404);
    }
    await desk.get<Page<MacroView>>(`/v1/macros?category=${added.category}`);
  },
};
