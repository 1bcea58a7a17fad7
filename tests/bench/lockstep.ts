/** The learned world beside the reference APIs, in short; `npm run fidelity` is the long form, with tables. */
import { measureApi } from '../support/lockstep/measure-api.ts';
import { summaryOf } from '../support/lockstep/tables.ts';
import { REFERENCE_APIS } from '../support/reference-apis/reference-apis.ts';
import type { Finding } from './finding.ts';

const SHORT = { sessions: 60, seeds: [1], runs: 1, probes: 300 };

export function measure(): readonly Finding[] {
  const { all, errorsKnown, violations, coherenceProbes } = summaryOf(
    REFERENCE_APIS.flatMap((api) => measureApi(api, SHORT).outcomes),
  );
  const broken = Object.values(violations).reduce((sum, count) => sum + count, 0);
  const shares = {
    status: all.status,
    shape: all.shape,
    fields: all.stored,
    derived: all.derived,
    errors: errorsKnown,
  };
  const enough = { status: 0.95, shape: 0.95, fields: 0.95, derived: 0.85, errors: 0.85 } as const;
  const names = Object.keys(enough) as (keyof typeof enough)[];
  return [
    {
      promise: 'fidelity off the recorded path: status, shape, stored fields .95, derived .85, error branches .85',
      measured: names.map((name) => `${name} ${(shares[name] ?? 0).toFixed(2)}`).join(', '),
      reference: `${all.calls} calls on ${REFERENCE_APIS.length} reference APIs`,
      holds: names.every((name) => (shares[name] ?? 0) >= enough[name]),
    },
    {
      promise: 'consistency: no violation',
      measured: `${broken}`,
      reference: `${coherenceProbes} probes`,
      holds: broken === 0,
    },
  ];
}
