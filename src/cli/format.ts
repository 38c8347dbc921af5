// SPDX-License-Identifier: Apache-2.0
import { stringFlag } from './flag-kinds.ts';

export const formatFlag = stringFlag('format', "Output format: 'pretty' or 'json'.", {
  initial: 'pretty',
});

/** Throws the Error that Consul's users know for anything but 'pretty' and 'json'. */
export function checkFormat(format: string): void {
  if (format === 'pretty' || format === 'json') return;
  throw new Error('Invalid format, valid formats are {pretty|json}');
}
