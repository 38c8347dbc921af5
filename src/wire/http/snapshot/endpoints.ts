// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';
import { restoreEndpoint } from './restore.ts';
import { saveEndpoint } from './save.ts';

/** /v1/snapshot: all that is shared, saved and restored. */
export const snapshotEndpoints: readonly Endpoint[] = [saveEndpoint, restoreEndpoint];
