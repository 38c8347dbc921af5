// SPDX-License-Identifier: Apache-2.0
// Two versions: our own, and that of the Consul whose interfaces this speaks. Clients decide by the
// latter what they may ask for; people and logs see the former.
import packageFile from '../../package.json' with { type: 'json' };

export const VERSION: string = packageFile.version;

/** What `/v1/agent/self` and the service `consul` call their version. */
export const CONSUL_VERSION = '1.23.0';

/** Envoys that this is tested with, newest first; clients refuse others unless told not to. */
export const ENVOY_VERSIONS: readonly string[] = ['1.40.0', '1.36.4'];
