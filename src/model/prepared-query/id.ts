// SPDX-License-Identifier: Apache-2.0
import { indexedIdError } from '../uuid.ts';

const HEX = '[0-9a-fA-F]';
const UUID = new RegExp(`^${HEX}{8}-${HEX}{4}-${HEX}{4}-${HEX}{4}-${HEX}{12}$`);

/** Whether a text may be an id rather than a name. */
export const looksLikeId = (text: string): boolean => UUID.test(text);

/** Why nothing can be looked up by such an id, in the words of Consul's index; undefined when it can. */
export function idError(id: string): string | undefined {
  const problem = indexedIdError(id);
  return problem && `failed prepared query lookup: index error: ${problem}`;
}
