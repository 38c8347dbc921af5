// SPDX-License-Identifier: Apache-2.0

/** The value of a flag that must be given; throws the Error that Consul's users know when it wasn't. */
export function required(flag: string, value: string): string {
  if (value === '') throw new Error(`Missing the required -${flag} flag`);
  return value;
}
