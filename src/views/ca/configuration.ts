// SPDX-License-Identifier: Apache-2.0
import { CA_CONFIG_KEY, caConfig } from '../../state/tables/ca-config.ts';
import { defineView } from '../engine/view.ts';
import { indexed, type Indexed } from '../health/instances.ts';

/** The configuration of the CA as the API shows it. */
export interface CaConfiguration extends Indexed {
  readonly Provider: string;
  /** Null when nothing was said. */
  readonly Config: Readonly<Record<string, unknown>> | null;
  /** What a provider keeps for itself: nothing, but for what tests of clients hand through. */
  readonly State: unknown;
  readonly ForceWithoutCrossSigning: boolean;
}

/** Undefined before there is one. */
export const caConfiguration = defineView<null, CaConfiguration | undefined>({
  name: 'ca/configuration',
  key: () => '',
  compute: (read) => {
    const row = read.get(caConfig, CA_CONFIG_KEY);
    if (row === undefined) return undefined;
    const { provider, config, forceWithoutCrossSigning } = row.value;
    return {
      Provider: provider,
      Config: config,
      State: config?.['test_state'] ?? null,
      ForceWithoutCrossSigning: forceWithoutCrossSigning,
      ...indexed(row),
    };
  },
});
