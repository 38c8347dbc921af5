// SPDX-License-Identifier: Apache-2.0
// Envoy's API as generated: that what people write by hand as JSON, with extensions inside, survives the way to bytes
// and back, and that the file a resource comes from is one that Node runs as it is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRegistry, fromBinary, fromJson, toBinary, toJson } from '@bufbuild/protobuf';
import { ListenerSchema } from '../../src/gen/envoy/config/listener/v3/listener_pb.ts';
import { TcpProxySchema } from '../../src/gen/envoy/extensions/filters/network/tcp_proxy/v3/tcp_proxy_pb.ts';
import { DiscoveryRequestSchema } from '../../src/gen/envoy/service/discovery/v3/discovery_pb.ts';
import { AggregatedDiscoveryService } from '../../src/gen/envoy/service/discovery/v3/ads_pb.ts';

const listener = {
  name: 'public_listener',
  address: { socketAddress: { address: '127.0.0.1', portValue: 21_000 } },
  filterChains: [
    {
      filters: [
        {
          name: 'envoy.filters.network.tcp_proxy',
          typedConfig: {
            '@type': 'type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy',
            statPrefix: 'public_listener',
            cluster: 'local_app',
          },
        },
      ],
    },
  ],
};

test('a listener with an extension inside goes from JSON to bytes and back', () => {
  const registry = createRegistry(TcpProxySchema);
  const message = fromJson(ListenerSchema, listener, { registry });
  const bytes = toBinary(ListenerSchema, message);
  assert.deepEqual(
    toJson(ListenerSchema, fromBinary(ListenerSchema, bytes), { registry }),
    listener,
  );
});

test('the discovery service has both its streams, with the message types of the protocol', () => {
  const { streamAggregatedResources, deltaAggregatedResources } = AggregatedDiscoveryService.method;
  assert.equal(streamAggregatedResources.input, DiscoveryRequestSchema);
  assert.equal(
    deltaAggregatedResources.input.typeName,
    'envoy.service.discovery.v3.DeltaDiscoveryRequest',
  );
});
