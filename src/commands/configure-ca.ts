// SPDX-License-Identifier: Apache-2.0
import type { CaConfigRow } from '../model/ca/ca-config.ts';
import type { CaKeyRow, CaRootRow } from '../model/ca/ca.ts';
import { Refusal } from '../model/refusal.ts';
import { CA_CONFIG_KEY, caConfig } from '../state/tables/ca-config.ts';
import { caKeys, caRoots } from '../state/tables/ca.ts';
import { defineCommand, put } from './command.ts';

export interface ConfigureCa {
  readonly config: CaConfigRow;
  /** Leaves a configuration that is there as it is. */
  readonly isFirst?: boolean;
  /** Refused if the configuration that is there has another revision. */
  readonly modifyIndex?: number;
  /** The root that signs from now on, with its key; the others stay to be believed. */
  readonly root?: CaRootRow;
  readonly key?: CaKeyRow;
}

/** Changes how the CA signs, and with which root. */
export const configureCa = defineCommand<ConfigureCa>({
  name: 'configure-ca',
  decide: (read, { config, isFirst = false, modifyIndex, root, key }) => {
    const present = read.get(caConfig, CA_CONFIG_KEY);
    if (isFirst && present !== undefined) return { writes: [], reply: undefined };
    if (modifyIndex !== undefined && modifyIndex !== present?.modifyRevision) {
      throw new Refusal('rpc-error', 'ModifyIndex did not match existing');
    }
    const others = root === undefined ? [] : read.all(caRoots).map((row) => row.value);
    const kept = others
      .filter(({ ID }) => ID !== root?.ID)
      .map((other) => ({ ...other, Active: false }));
    return {
      writes: [
        put(caConfig, config),
        ...kept.map((other) => put(caRoots, other)),
        ...(root === undefined ? [] : [put(caRoots, root)]),
        ...(key === undefined ? [] : [put(caKeys, key)]),
      ],
      reply: undefined,
    };
  },
});
