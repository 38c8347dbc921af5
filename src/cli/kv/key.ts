// SPDX-License-Identifier: Apache-2.0

const MISSING = 'Error! Missing KEY argument';

/** A key or prefix as the store has it: without the slash that users write in front. */
export const withoutSlash = (key: string): string => key.replace(/^\//, '');

/** The one key that a command is about; throws the Error that Consul's users know without it. */
export function oneKey(argument: string | undefined): string {
  const key = withoutSlash(argument ?? '');
  if (key === '') throw new Error(MISSING);
  return key;
}
