import { passHatK } from './pass-hat-k.ts';
import { wilson } from './rate.ts';

/** How many of an episode's trials passed, and what that says of its chance. */
export function trialsText(passed: number, trials: number): string {
  const { low, high } = wilson(passed, trials);
  const whole = passHatK([{ n: trials, passed }], 2);
  const twice = whole === null ? '' : `; two in a row pass in ${percent(whole)}`;
  return `${passed} of ${trials} trials passed (${percent(passed / trials)}, with 95 % between ${percent(low ?? 0)} and ${percent(high ?? 1)}${twice})`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
