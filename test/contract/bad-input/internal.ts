// SPDX-License-Identifier: Apache-2.0
import type { BadInput } from './bad-input.ts';

const UI = '/v1/internal/ui';
const ADDRESSES = '/v1/internal/service-virtual-ip';
const NO_NAMESPACES = 'Invalid query parameter: "ns" - Namespaces are a Consul Enterprise feature';

export const internalBadInput: readonly BadInput[] = [
  ['GET', `${UI}/node/?dc=ghost`, '', 400, 'Missing node name'],
  ['GET', `${UI}/service-topology/web?dc=ghost`, '', 400, 'Missing service kind'],
  ['GET', `${UI}/gateway-intentions/?dc=ghost`, '', 400, 'Missing gateway name'],
  ['GET', `${UI}/exported-services?dc=ghost`, '', 500, 'No path to datacenter'],
  ['GET', `${UI}/nodes?dc=ghost&ns=x`, '', 400, NO_NAMESPACES],
  ['GET', `${UI}/services?dc=ghost&ns=x&filter=x`, '', 400, NO_NAMESPACES],
  ['GET', `${UI}/services?dc=ghost&filter=x`, '', 500, 'No path to datacenter'],
  ['PUT', ADDRESSES, '{"Service":"x","Datacenter":"ghost"}', 500, 'No path to datacenter'],
  [
    'PUT',
    ADDRESSES,
    '{"Token":1}',
    400,
    'Request decode failed: json: cannot unmarshal number into Go struct field AssignServiceManualVIPsRequest.DCSpecificRequest.QueryOptions.Token of type string',
  ],
  ['GET', '/v1/internal/federation-state/', '', 400, 'Missing datacenter name'],
  ['GET', `${UI}/node/`, '', 400, 'Missing node name'],
  ['GET', `${UI}/service-topology/`, '', 400, 'Missing service name'],
  ['GET', `${UI}/service-topology/web`, '', 400, 'Missing service kind'],
  ['GET', `${UI}/service-topology/web?kind=odd`, '', 400, 'Unsupported service kind "odd"'],
  ['GET', `${UI}/service-topology/web?kind=api-gateway`, '', 500, 'not an APIGateway'],
  ['GET', `${UI}/gateway-services-nodes/`, '', 400, 'Missing gateway name'],
  ['GET', `${UI}/gateway-intentions/`, '', 400, 'Missing gateway name'],
  ['GET', `${UI}/exported-services`, '', 500, 'must provide PeerName'],
  ['GET', `${UI}/metrics-proxy/query`, '', 404, 'Metrics proxy is not enabled'],
  ['PUT', ADDRESSES, '', 400, 'Request decode failed: EOF'],
  ['PUT', ADDRESSES, '{', 400, 'Request decode failed: unexpected EOF'],
  ['PUT', ADDRESSES, '{"X":1}', 400, 'Request decode failed: json: unknown field "X"'],
  [
    'PUT',
    ADDRESSES,
    '{"Service":5}',
    400,
    'Request decode failed: json: cannot unmarshal number into Go struct field AssignServiceManualVIPsRequest.Service of type string',
  ],
  [
    'PUT',
    ADDRESSES,
    '{"Service":"web","ManualVIPs":["x"]}',
    500,
    '"<nil>" is not a valid ip address',
  ],
  [
    'PUT',
    ADDRESSES,
    `{"ManualVIPs":[${Array.from({ length: 9 }, () => '"10.0.0.1"').join(',')}]}`,
    500,
    'cannot associate more than 8 manual virtual IPs with the same service',
  ],
];
