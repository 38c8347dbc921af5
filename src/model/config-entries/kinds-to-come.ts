// SPDX-License-Identifier: Apache-2.0

/** Kinds that Consul has and this does not: reading them shows none, writing them says so. */
export const KINDS_TO_COME: readonly string[] = [
  'api-gateway',
  'bound-api-gateway',
  'file-system-certificate',
  'http-route',
  'ingress-gateway',
  'inline-certificate',
  'jwt-provider',
  'sameness-group',
  'tcp-route',
  'terminating-gateway',
];
