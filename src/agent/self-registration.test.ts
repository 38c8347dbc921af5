// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONSUL_VERSION } from '../model/version.ts';
import { selfRegistration, type SelfIdentity } from './self-registration.ts';

const identity: SelfIdentity = {
  datacenter: 'east',
  nodeName: 'east-1',
  nodeId: '11111111-2222-4333-8444-555555555555',
  advertiseAddress: '10.0.0.1',
  advertiseAddressWan: '2001:db8::1',
  nodeMeta: { rack: '7' },
  ports: { server: 8_300, grpc: undefined, grpcTls: 8_503 },
};

test('a server is a node with its addresses and meta', () => {
  const { node } = selfRegistration(identity);
  assert.deepEqual(node.TaggedAddresses, {
    lan: '10.0.0.1',
    lan_ipv4: '10.0.0.1',
    wan: '2001:db8::1',
    wan_ipv6: '2001:db8::1',
  });
  assert.deepEqual(node.Meta, {
    rack: '7',
    'consul-network-segment': '',
    'consul-version': CONSUL_VERSION,
  });
});

test('a server is the service consul with the ports that are open', () => {
  const { service } = selfRegistration(identity);
  assert.equal(service.Port, 8_300);
  assert.deepEqual(service.Meta, {
    grpc_tls_port: '8503',
    non_voter: 'false',
    raft_version: '3',
    read_replica: 'false',
    serf_protocol_current: '2',
    serf_protocol_max: '5',
    serf_protocol_min: '1',
    version: CONSUL_VERSION,
  });
});

test('a server is alive', () => {
  const [check] = selfRegistration(identity).checks;
  assert.equal(check?.CheckID, 'serfHealth');
  assert.equal(check?.Status, 'passing');
});
