import { describe, expect, it } from 'vitest';
import { chooseScript } from '../../src/agents/choose-script.ts';
import type { Script } from '../../src/agents/script.ts';
import { HELPDESK_SCRIPTS } from '../support/helpdesk-scripts.ts';

const choose = (workflow: string, ...inputs: string[]): Script | null =>
  chooseScript(HELPDESK_SCRIPTS, workflow, inputs);
const shape = (script: Script | null): readonly string[] =>
  (script?.steps ?? []).map((step) => (step.kind === 'answer' ? 'answer' : step.operation));

describe('the choice of a script', () => {
  it('takes the one of the workflow and its inputs as it is', () => {
    expect(choose('triage', 'ticket_subject', 'priority')).toBe(HELPDESK_SCRIPTS.scripts[0]);
  });

  it('knows nothing of other workflows', () => {
    expect(choose('juggle', 'ticket_subject')).toBeNull();
  });

  it('looks a record up by its id where that is given', () => {
    const script = choose('triage', 'ticket_id', 'priority');
    expect(shape(script)).toEqual(['get_ticket', 'update_ticket']);
    expect(script?.steps[0]).toMatchObject({
      as: 'ticket_item',
      settings: [{ place: { in: 'path', name: 'id' }, value: { v: 'input', name: 'ticket_id' } }],
    });
  });

  it('looks a record up in a list by any field that is given', () => {
    const script = choose('update-contact', 'customer_phone', 'phone');
    expect(shape(script)).toEqual(['list_customers', 'get_customer', 'update_customer']);
    expect(script?.steps[0]).toMatchObject({
      settings: [],
      where: [{ path: ['phone'], equals: { v: 'input', name: 'customer_phone' } }],
    });
  });

  it('leaves out what is not given', () => {
    const script = choose('reply', 'ticket_subject');
    expect(script?.steps.at(-1)).toMatchObject({
      settings: [{ place: { in: 'path' } }, { value: { v: 'prose' } }],
      seen: { where: [] },
    });
  });

  it('keeps a script whole when more is said than it asks for', () => {
    expect(choose('triage', 'ticket_subject', 'priority', 'ticket_channel')?.steps).toEqual(
      HELPDESK_SCRIPTS.scripts[0]?.steps,
    );
  });
});
