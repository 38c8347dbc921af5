// SPDX-License-Identifier: Apache-2.0
import type { CaConfigRow } from '../../model/ca/ca-config.ts';
import { defineTable } from '../table.ts';

export const CA_CONFIG_KEY = 'ca';

/** How the CA was configured last: one row. */
export const caConfig = defineTable<CaConfigRow>()({
  name: 'ca-config',
  key: () => CA_CONFIG_KEY,
  indexes: {},
});
