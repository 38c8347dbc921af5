// SPDX-License-Identifier: Apache-2.0
import { multipleErrors } from '../../model/shape/problems.ts';

/** A configuration that the agent cannot start with; the message names all that is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.length === 1 ? problems[0] : multipleErrors(problems));
    this.problems = problems;
  }
}
