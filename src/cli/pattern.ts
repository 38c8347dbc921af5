// SPDX-License-Identifier: Apache-2.0
import { whileDoing } from './failure.ts';

/** What Go's regexp would match; throws the Error that Consul's users know. The engine is loaded only when it is used. */
export async function patternOf(what: string, text: string): Promise<(value: string) => boolean> {
  const { compilePattern } = await import('../model/filter/pattern.ts');
  return whileDoing(`Failed to compile ${what}`, async () => compilePattern(text));
}
