// SPDX-License-Identifier: Apache-2.0
// The tests of Consul's Go client that can't pass here, each with its reason. docs/reference/compatibility.md lists
// them; one that passes after all has to leave.

export const goApiExceptions: Readonly<Record<string, string>> = {};

/** Those that read certificates from Consul's source tree, which its Go module does not have. */
export const needCertificates: readonly string[] = [
  'TestAPI_ClientTLSOptions',
  'TestAPI_SetupTLSConfig',
];
