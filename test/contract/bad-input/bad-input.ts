// SPDX-License-Identifier: Apache-2.0

/**
 * A request that makes no sense and what a real Consul answers to it. The body is sent as it stands; '' is none.
 * Where the text differs from run to run, a pattern says what must be in it.
 */
export type BadInput = readonly [
  method: string,
  path: string,
  body: string,
  status: number,
  text: string | RegExp,
];
