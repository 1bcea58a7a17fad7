import { describe, expect, it } from 'vitest';
import { playOracle, deskEpisode } from '../support/desk/desk-episode.ts';
import { COMMENT_TASK } from '../support/desk/desk-tasks.ts';
import type { OracleStep } from '../../src/model/oracle.ts';

/** An agent once earned 1 on every task with free text by sending all it had seen, or its own instruction. */
function writing(text: string): number | null {
  const edit = (step: OracleStep): readonly OracleStep[] =>
    step.kind === 'write'
      ? [
          {
            ...step,
            slots: step.slots.map(({ slot, value }) => ({
              slot,
              value: value.v === 'prose' ? { v: 'constant', value: text } : value,
            })),
          },
        ]
      : [step];
  return playOracle(deskEpisode(COMMENT_TASK), { edit }).verdict.reward;
}

describe('free text', () => {
  it('earns 1 in anybody’s words, as long as it is about the case', () => {
    expect(writing('Dear Lena Novak, the carrier has been asked and we expect news by Friday.')).toBe(1);
    expect(writing('Lena Novak called again; the parcel was seen in Prague on the 14th.')).toBe(1);
    expect(writing('Lena Novak (lena.novak@mail.example) gets a new parcel tomorrow.')).toBe(1);
  });

  it('earns nothing where it repeats the instruction', () => {
    expect(writing(COMMENT_TASK.instruction)).toBe(0);
    expect(writing(`As asked: ${COMMENT_TASK.instruction.toLowerCase()}`)).toBe(0);
  });

  it('earns nothing where it pours out records', () => {
    expect(
      writing(
        'Lena Novak 21 Parcel has not arrived new low question C-2062 2024-05-13T08:13:00Z 104 lena.novak@mail.example',
      ),
    ).toBe(0);
    expect(writing('{"contact_name": "Lena Novak", "id": 21}')).toBe(0);
    expect(
      writing(
        'Lena Novak, Maria Lopez, Jonas Weber, Aiko Tanaka, Invoice sent twice, Box was open, Warranty question: all of it.',
      ),
    ).toBe(0);
  });

  it('earns nothing where it is a fact alone, or a fact that only contains the wanted one', () => {
    expect(writing('Lena Novak')).toBe(0);
    expect(writing('We wrote to Lena Novakova about the parcel today.')).toBe(0);
  });
});
