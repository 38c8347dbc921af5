// SPDX-License-Identifier: Apache-2.0
import type { Problem } from './decode.ts';

/** The problems of a document as one text in Consul's layout: all the wrong types, or else all unknown keys. */
export function problemsText(
  problems: readonly Problem[],
  textOf: (problem: Problem) => string = (problem) => problem.message,
): string {
  const types = problems.filter((problem) => problem.kind === 'wrong-type');
  if (types.length > 0) {
    return `decoding failed due to the following error(s):\n\n${types.map(textOf).join('\n')}`;
  }
  return multipleErrors(problems.map(textOf));
}

/** One error or several, as hashicorp's go-multierror prints them. */
export function multipleErrors(messages: readonly string[]): string {
  const head = messages.length === 1 ? '1 error occurred' : `${messages.length} errors occurred`;
  return `${head}:\n${messages.map((message) => `\t* ${message}\n`).join('')}\n`;
}
