// SPDX-License-Identifier: Apache-2.0
import { CONSUL_VERSION } from '../../../../model/version.ts';
import { defineEndpoint } from '../../endpoint.ts';

// The time that Consul tells of a build that doesn't say when it was made.
const NO_BUILD_DATE = '1970-01-01T00:00:01Z';

/** GET /v1/agent/version: that of the Consul whose interfaces are spoken, which clients decide by. */
export const versionEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/agent/version',
  permission: { resource: 'agent', access: 'read' },
  handle: () => ({
    json: { SHA: '', BuildDate: NO_BUILD_DATE, HumanVersion: CONSUL_VERSION, FIPS: '' },
  }),
});
