// SPDX-License-Identifier: Apache-2.0

/** Several problems as Go's multierror prints them, which clients see; undefined when there is none. */
export function multiErrorText(problems: readonly string[]): string | undefined {
  if (problems.length === 0) return undefined;
  const head = problems.length === 1 ? '1 error occurred' : `${problems.length} errors occurred`;
  return `${head}:\n${problems.map((problem) => `\t* ${problem}\n`).join('')}\n`;
}
