// SPDX-License-Identifier: Apache-2.0
// What passed, failed and was skipped, and the lines that say so.

/** The count of one run. Failures and skips are kept with their texts and told again at the end. */
export class Tally {
  passed = 0;
  readonly #failures: string[] = [];
  readonly #skips: string[] = [];

  get failed(): number {
    return this.#failures.length;
  }

  get skipped(): number {
    return this.#skips.length;
  }

  pass(): void {
    this.passed += 1;
  }

  /** One failed test: its name, and what is known of why, printed at once. */
  fail(name: string, why: string): void {
    this.#failures.push(name);
    console.log(`  FAIL  ${name}\n${indent(why.trim(), 8)}`);
  }

  /** One skipped test; a skip without a reason is a failure. */
  skip(name: string, reason: string): void {
    if (reason === '') this.fail(name, 'skipped without a reason');
    else this.#skips.push(`${name}: ${reason}`);
  }

  /** Failures and skips by name, then the sum as the last line. */
  printSummary(): void {
    console.log('');
    for (const skip of this.#skips) console.log(`skipped  ${skip}`);
    for (const failure of this.#failures) console.log(`failed   ${failure}`);
    console.log(this.summary());
  }

  summary(): string {
    const skipped = this.#skips.length > 0 ? `, ${this.#skips.length} skipped` : '';
    return `${this.passed} passed, ${this.failed} failed${skipped}`;
  }
}

function indent(text: string, columns: number): string {
  return text.replaceAll(/^/gm, ' '.repeat(columns));
}
