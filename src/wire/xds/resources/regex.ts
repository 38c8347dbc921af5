// SPDX-License-Identifier: Apache-2.0
import type { StringMatcherSchema } from '../../../gen/envoy/type/matcher/v3/string_pb.ts';
import type { Init } from './message.ts';

/** A text that is matched as a whole. */
export function wholeText(pattern: string): Init<typeof StringMatcherSchema> {
  return { matchPattern: { case: 'safeRegex', value: { regex: `^${pattern}$` } } };
}
