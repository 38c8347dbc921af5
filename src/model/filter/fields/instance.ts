// SPDX-License-Identifier: Apache-2.0
import { type Fields, list, structure } from '../field.ts';
import { checkFields } from './check.ts';
import { nodeFields } from './node.ts';
import { serviceFields } from './service.ts';

/** An instance with its node and its checks: /v1/health/service. */
export const instanceFields: Fields = {
  Node: structure(nodeFields),
  Service: structure(serviceFields),
  Checks: list(structure(checkFields)),
};
