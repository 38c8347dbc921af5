// SPDX-License-Identifier: Apache-2.0
// HCL1, the language of Consul's configuration files, config entries and policies.
// In: a text. Out: plain objects in the shape that hashicorp/hcl's Decode gives (every block is a list),
// and on request the place of any value in them. It never knows what a key means (that is ../shape's part)
// and never does more work than its limits allow.
import { SyntaxProblem, positionAt } from './position.ts';
import type { Position } from './position.ts';
import { decodeItems } from './decode.ts';
import type { HclObject } from './decode.ts';
import { locateItem } from './locate.ts';
import { Parser } from './parser.ts';

export type { HclObject, HclValue } from './decode.ts';
export { SyntaxProblem } from './position.ts';
export type { Position } from './position.ts';

export interface HclLimits {
  /** UTF-16 units of text. */
  readonly maxLength: number;
  /** Blocks, objects and lists inside one another. */
  readonly maxDepth: number;
}

export const DEFAULT_HCL_LIMITS: HclLimits = { maxLength: 4 * 1024 * 1024, maxDepth: 64 };

/** A key path into a decoded document; numbers count from 0 in lists. */
export type DocumentPath = readonly (string | number)[];

/** A document and the places of its keys, for errors that are found after parsing. */
export interface Document {
  readonly value: HclObject;
  /** Where a path's last key stands, or as much of the path as exists; undefined for the whole. */
  locate(path: DocumentPath): Position | undefined;
}

/** Parses HCL. Throws SyntaxProblem, with the position, for anything that is not HCL. */
export function parseHcl(text: string, limits: HclLimits = DEFAULT_HCL_LIMITS): HclObject {
  return parseHclDocument(text, limits).value;
}

/** As parseHcl, and keeps the places of the keys. */
export function parseHclDocument(text: string, limits: HclLimits = DEFAULT_HCL_LIMITS): Document {
  if (text.length > limits.maxLength) {
    const reason = `the text is longer than ${limits.maxLength} characters`;
    throw new SyntaxProblem({ line: 1, column: 1 }, reason);
  }
  const unixText = text.replaceAll('\r\n', '\n');
  const items = new Parser(unixText, limits.maxDepth).parse();
  return {
    value: decodeItems(items, unixText),
    locate(path) {
      const offset = locateItem(items, path);
      return offset === undefined ? undefined : positionAt(unixText, offset);
    },
  };
}
