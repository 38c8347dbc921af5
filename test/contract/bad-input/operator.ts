// SPDX-License-Identifier: Apache-2.0
import type { BadInput } from './bad-input.ts';

const AUTOPILOT = '/v1/operator/autopilot';
const FAILED = 'Error parsing autopilot config:';
const KEYRING = '/v1/operator/keyring';
const DECODING = 'Request decode failed:';

export const operatorBadInput: readonly BadInput[] = [
  ['PUT', `${AUTOPILOT}/configuration`, '{nope', 400, new RegExp(`^${FAILED} invalid character`)],
  [
    'PUT',
    `${AUTOPILOT}/configuration`,
    '{"Wibble":1}',
    400,
    `${FAILED} json: unknown field "Wibble"`,
  ],
  ['PUT', `${AUTOPILOT}/configuration`, '{"MinQuorum":"x"}', 400, /cannot unmarshal string into/],
  ['PUT', `${AUTOPILOT}/configuration?dc=ghost`, '{}', 500, 'No path to datacenter'],
  [
    'PUT',
    `${AUTOPILOT}/configuration?cas=abc`,
    '{}',
    400,
    'Error parsing cas value: strconv.ParseUint: parsing "abc": invalid syntax',
  ],
  ...['POST', 'PUT', 'DELETE'].flatMap((method): BadInput[] => [
    [method, KEYRING, '{nope', 400, new RegExp(`^${DECODING} invalid character`)],
    [method, KEYRING, '{"Wibble":1}', 400, `${DECODING} json: unknown field "Wibble"`],
    [method, KEYRING, '{"Key":7}', 400, /cannot unmarshal number into Go struct field keyringArgs/],
  ]),
  ['GET', `${KEYRING}?relay-factor=x`, '', 400, /^Error parsing relay factor: strconv.Atoi/],
  ['DELETE', '/v1/operator/raft/peer', '', 400, /^Must specify either/],
  ['DELETE', '/v1/operator/raft/peer?id=x&dc=ghost', '', 500, 'No path to datacenter'],
  ['POST', '/v1/operator/raft/transfer-leader', '', 500, 'cannot find peer'],
  ['GET', '/v1/operator/utilization', '', 404, 'operator utilization requires Consul Enterprise'],
];
