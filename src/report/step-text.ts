import { decodeBody } from '../model/body.ts';
import type { CallStep, Step } from '../model/rollout.ts';

const LONGEST = 160;

/** One step as one line for a person. */
export function stepText(step: Step): string {
  switch (step.kind) {
    case 'call':
      return `${callText(step)} -> ${outcomeText(step)}`;
    case 'wait':
      return `wait ${step.seconds} s`;
    case 'say':
      return `say ${shortened(JSON.stringify(step.text))} -> ${shortened(JSON.stringify(step.reply))}`;
    case 'report':
      return `report ${step.reason} ${step.evidence.join(', ')}`.trimEnd();
    case 'finish':
      return step.answer === null ? 'finish' : `finish ${shortened(JSON.stringify(step.answer))}`;
  }
}

export function callText({ request, tool }: CallStep): string {
  if (tool !== null) return shortened(`${tool.name}(${JSON.stringify(tool.arguments)})`);
  const body = decodeBody(request.headers, request.body);
  const shown =
    body.kind === 'json' || body.kind === 'form'
      ? ` ${JSON.stringify(body.value)}`
      : body.kind === 'text'
        ? ` ${body.text}`
        : '';
  return shortened(`${request.method} ${request.target}${shown}`);
}

export function outcomeText({ outcome }: CallStep): string {
  if (outcome.kind === 'error') return `${outcome.error.kind} (no answer)`;
  const { status, headers, body } = outcome.response;
  if (status < 400) return String(status);
  const decoded = decodeBody(headers, body);
  const said =
    decoded.kind === 'json' || decoded.kind === 'form'
      ? JSON.stringify(decoded.value)
      : decoded.kind === 'text'
        ? decoded.text
        : '';
  return shortened(`${status} ${said}`.trimEnd());
}

export function shortened(text: string, longest: number = LONGEST): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}
