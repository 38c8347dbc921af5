// SPDX-License-Identifier: Apache-2.0
// The part of docs/reference/compatibility.md that a replay writes. Pure: a verdict in, text out.
import type { Told, Verdict } from './verdict.ts';

const BEGIN = '<!-- from here: written by `npm run conformance` -->';
const END = '<!-- to here -->';

/** The page with its generated part replaced; throws when the page has no place for it. */
export function withVerdict(page: string, verdict: Verdict, replayed: number): string {
  const from = page.indexOf(BEGIN);
  const to = page.indexOf(END);
  if (from < 0 || to < from) throw new Error(`the page has no part between ${BEGIN} and ${END}`);
  return page.slice(0, from + BEGIN.length) + sectionOf(verdict, replayed) + page.slice(to);
}

function sectionOf({ passed, total, skipped, told }: Verdict, replayed: number): string {
  const share = ((passed / total) * 100).toFixed(1);
  const better = rowsOf(told.filter(({ kind }) => kind === 'better'));
  const missing = rowsOf(told.filter(({ kind }) => kind === 'missing'));
  return `
Of ${total} recorded answers of a real Consul 1.23 in ${replayed} scenarios, ${passed} are the same here (${share} %). ${skipped} more, which need ACLs, are not replayed.

${listOf('Different on purpose', better)}${listOf('Missing', missing)}`;
}

function listOf(title: string, rows: readonly string[]): string {
  if (rows.length === 0) return '';
  return `| ${title} | Scenario | Steps |\n|---|---|---|\n${rows.join('\n')}\n\n`;
}

function rowsOf(told: readonly Told[]): string[] {
  const groups = Map.groupBy(told, ({ scenario, why }) => `${scenario} ${why}`);
  return [...groups.values()].map((steps) => {
    const [{ scenario, why }] = steps as [Told, ...Told[]];
    const names = steps.map(({ step }) => step).join(', ');
    return `| ${why} | ${scenario} | ${names.replaceAll('|', '\\|')} |`;
  });
}
