// SPDX-License-Identifier: Apache-2.0
import { stringFlag } from './flag-kinds.ts';

export const formatFlag = stringFlag('format', 'Output format: {pretty|json}.', {
  initial: 'pretty',
  values: ['pretty', 'json'],
});

/** Throws the Error that Consul's users know for any other format. */
export function checkFormat(format: string, known = 'pretty|json'): void {
  if (known.split('|').includes(format)) return;
  throw new Error(`Invalid format, valid formats are {${known}}`);
}
