// SPDX-License-Identifier: Apache-2.0
// The steps that answer otherwise than the recorded Consul, each with its reason. A step that fails and is not
// here fails the run, and so does one that is here and passes: the list can't outlive its reasons.

export interface Reason {
  readonly scenario: string;
  /** The names of the steps. */
  readonly steps: readonly string[];
  /** 'better': on purpose, and why it is better; 'missing': what isn't built. */
  readonly kind: 'better' | 'missing';
  readonly why: string;
}

export const reasons: readonly Reason[] = [
  {
    scenario: '04_bad_params',
    steps: ['GET /v1/catalog/nodes?peer=ghost', 'own node with an unknown peer'],
    kind: 'better',
    why: '`?peer` is heeded by every read of the catalog and of health; Consul heeds it in some and answers the others from its own data as though nothing had been asked.',
  },
  {
    scenario: '70_peering_api',
    steps: ['manual addresses replace the others'],
    kind: 'better',
    why: 'An establish that failed leaves nothing behind; Consul keeps a peering that will never be.',
  },
  {
    scenario: '71_peering_lifecycle',
    steps: ['list with a terminated one'],
    kind: 'better',
    why: 'An establish that failed leaves nothing behind, so that it is not in the list.',
  },
  {
    scenario: '72_peering_services',
    steps: [
      'health checks ignores peer',
      'health state ignores peer',
      'health state warning ignores peer',
      'catalog nodes ignores peer',
      'catalog services ignores peer',
      'node-services ignores peer',
      'node-services of the gateway node',
    ],
    kind: 'better',
    why: '`?peer` is heeded by every read of the catalog and of health: see above.',
  },
];
