// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const TOOLS = join(import.meta.dirname, '..', '..', '.tools');

export interface EnvoyBinary {
  readonly version: string;
  readonly path: string;
  /** Why it can't be used, for the test that is skipped. */
  readonly missing: string | false;
}

/** The Envoys that the set-up may have installed; the first one is always there after `npm test`. */
export const envoys: readonly EnvoyBinary[] = ['1.40.0', '1.36.4'].map((version) => {
  const path = join(TOOLS, `envoy-${version}`, 'envoy');
  const missing = existsSync(path) ? false : `Envoy ${version} is not installed`;
  return { version, path, missing };
});
