// SPDX-License-Identifier: Apache-2.0
import type { Endpoint } from '../endpoint.ts';

const DISABLED = { status: 401, text: 'Coordinate support disabled' } as const;

/** The same endpoint where coordinates are turned off: it answers so before it looks at anything else. */
export function withoutCoordinates(endpoint: Endpoint): Endpoint {
  return { ...endpoint, handle: () => DISABLED };
}
