// SPDX-License-Identifier: Apache-2.0
// What a filter expression says once it is read, before anybody knows which rows it is about.

/** How a field is compared; the name is what messages call it. */
export type Operator =
  | 'Equal'
  | 'Not Equal'
  | 'In'
  | 'Not In'
  | 'Is Empty'
  | 'Is Not Empty'
  | 'Matches'
  | 'Not Matches';

export interface Match {
  readonly type: 'match';
  /** `Service.Meta["a b"]` is ['Service', 'Meta', 'a b']; never empty. */
  readonly selector: readonly string[];
  readonly operator: Operator;
  /** As it was written, without its quotes; undefined for the operators that compare with nothing. */
  readonly value: string | undefined;
}

export type Expression =
  | { readonly type: 'and' | 'or'; readonly operands: readonly Expression[] }
  | { readonly type: 'not'; readonly operand: Expression }
  | Match;

/** Why an expression is none, or is none for these rows. Shown to whoever wrote it. */
export class FilterProblem extends Error {
  override readonly name = 'FilterProblem';
  /** Whether it is wrong whatever the rows are. */
  readonly isSyntax: boolean;

  constructor(message: string, options?: { isSyntax?: boolean; cause?: unknown }) {
    super(message, options);
    this.isSyntax = options?.isSyntax ?? false;
  }
}
