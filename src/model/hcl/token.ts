// SPDX-License-Identifier: Apache-2.0

/** The names of tokens as HCL's own errors spell them. */
export type TokenType =
  | 'EOF'
  | 'IDENT'
  | 'NUMBER'
  | 'FLOAT'
  | 'BOOL'
  | 'STRING'
  | 'HEREDOC'
  | 'LBRACK'
  | 'LBRACE'
  | 'COMMA'
  | 'PERIOD'
  | 'RBRACK'
  | 'RBRACE'
  | 'ASSIGN'
  | 'ADD'
  | 'SUB';

export type Literal = string | number | boolean;

export interface Token {
  readonly type: TokenType;
  /** As written. */
  readonly text: string;
  /** UTF-16 offset of its first character. */
  readonly offset: number;
  /** What it stands for; for an identifier its name, for punctuation ''. */
  readonly value: Literal;
}

export const PUNCTUATION: ReadonlyMap<string, TokenType> = new Map([
  ['[', 'LBRACK'],
  [']', 'RBRACK'],
  ['{', 'LBRACE'],
  ['}', 'RBRACE'],
  [',', 'COMMA'],
  ['.', 'PERIOD'],
  ['=', 'ASSIGN'],
  ['+', 'ADD'],
  ['-', 'SUB'],
]);
