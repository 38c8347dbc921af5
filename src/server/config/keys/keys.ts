// SPDX-License-Identifier: Apache-2.0
import { FOREIGN_KEYS } from './foreign.ts';
import { IDENTITY_KEYS } from './identity.ts';
import { MESH_KEYS } from './mesh.ts';
import { UNBUILT_KEYS } from './unbuilt.ts';
import { shapeOf } from './standing.ts';
import type { Keys, RawOf } from './standing.ts';

/** Every key that an agent's configuration may have; any other is an error. */
export const AGENT_KEYS = {
  ...IDENTITY_KEYS,
  ...MESH_KEYS,
  ...FOREIGN_KEYS,
  ...UNBUILT_KEYS,
} as const satisfies Keys;

/** A configuration as one source gives it, or as all of them together. */
export type RawConfig = RawOf<typeof AGENT_KEYS>;

export const agentConfigShape = shapeOf(AGENT_KEYS);
