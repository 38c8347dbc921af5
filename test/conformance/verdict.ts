// SPDX-License-Identifier: Apache-2.0
// What a replay amounts to. Pure: a report and the reasons in, counts and complaints out.
import type { Report, Scenario } from './recordings.ts';
import type { Reason } from './reasons.ts';

/** At least this share of all steps must pass. */
export const LEAST_SHARE = 0.97;

/** Nothing may be missing in these; what differs on purpose is told. */
const COMPLETE = /^(?:2[0-3]|3[0-3]|4[1-5]|7[0-2])_/;

/** A step that answers otherwise, with its reason. */
export interface Told extends Reason {
  readonly step: string;
}

export interface Verdict {
  readonly passed: number;
  readonly total: number;
  /** Steps of scenarios that were not replayed, since they need ACLs. */
  readonly skipped: number;
  readonly told: readonly Told[];
  /** What makes the run fail, a sentence each. */
  readonly complaints: readonly string[];
}

export function verdictOf(
  report: Report,
  scenarios: readonly Scenario[],
  reasons: readonly Reason[],
): Verdict {
  const complaints: string[] = [];
  const told: Told[] = [];
  const used = new Set<string>();
  for (const { name, steps, needsAcls } of scenarios) {
    if (needsAcls) continue;
    const scenario = report.scenarios[name];
    if (scenario === undefined || scenario.total < steps) {
      complaints.push(`${name}: ${scenario?.total ?? 0} of ${steps} steps were replayed`);
    }
    for (const { name: step, request, diffs } of scenario?.failures ?? []) {
      const reason = reasons.find((one) => one.scenario === name && one.steps.includes(step));
      if (reason === undefined) {
        const [first] = diffs;
        const what = first === undefined ? '' : `: ${first.category} ${first.path}`;
        complaints.push(`${name}: ${step} (${request})${what}`);
        continue;
      }
      used.add(`${name} ${step}`);
      told.push({ ...reason, step });
      if (reason.kind === 'missing' && COMPLETE.test(name)) {
        complaints.push(`${name}: ${step} must not be missing`);
      }
    }
  }
  for (const { scenario, steps } of reasons) {
    for (const step of steps) {
      if (used.has(`${scenario} ${step}`)) continue;
      complaints.push(`${scenario}: ${step} has a reason to fail and passes`);
    }
  }
  const { pass: passed, total } = report;
  if (passed < total * LEAST_SHARE) {
    complaints.push(`${passed} of ${total} steps pass, fewer than ${LEAST_SHARE * 100} %`);
  }
  const withAcls = scenarios.filter(({ needsAcls }) => needsAcls);
  const skipped = withAcls.reduce((sum, { steps }) => sum + steps, 0);
  return { passed, total, skipped, told, complaints };
}
