// SPDX-License-Identifier: Apache-2.0
import { caRoots } from '../../state/tables/ca.ts';
import { defineView } from '../engine/view.ts';

/** The id of the root that issues now; undefined before the CA has one. */
export const activeRoot = defineView<null, string | undefined>({
  name: 'ca/active-root',
  key: () => '',
  compute: (read) => read.all(caRoots).find((row) => row.value.Active)?.value.ID,
});
