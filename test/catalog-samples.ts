// SPDX-License-Identifier: Apache-2.0
// Shapes to register in tests, complete but for what a case is about.
import type { HealthCheck } from '../src/model/catalog/check.ts';
import type { Node } from '../src/model/catalog/node.ts';
import type { NodeService } from '../src/model/catalog/service.ts';

export function sampleNode(name: string, parts: Partial<Node> = {}): Node {
  return {
    ID: '',
    Node: name,
    Address: '10.0.0.1',
    Datacenter: 'dc1',
    TaggedAddresses: null,
    Meta: null,
    ...parts,
  };
}

export function sampleService(id: string, parts: Partial<NodeService> = {}): NodeService {
  return {
    ID: id,
    Service: id,
    Tags: [],
    Address: '',
    Meta: null,
    Port: 80,
    Weights: { Passing: 1, Warning: 1 },
    EnableTagOverride: false,
    Proxy: { Mode: '', MeshGateway: {}, Expose: {} },
    Connect: {},
    ...parts,
  };
}

/** A sidecar called `<name>-sidecar-proxy` that speaks for `name`. */
export function sampleSidecar(name: string, parts: Partial<NodeService> = {}): NodeService {
  return sampleService(`${name}-sidecar-proxy`, {
    Kind: 'connect-proxy',
    Port: 21_000,
    Proxy: { DestinationServiceName: name, Mode: '', MeshGateway: {}, Expose: {} },
    ...parts,
  });
}

export function sampleCheck(id: string, parts: Partial<HealthCheck> = {}): HealthCheck {
  return {
    Node: '',
    CheckID: id,
    Name: id,
    Status: 'passing',
    Notes: '',
    Output: '',
    ServiceID: '',
    ServiceName: '',
    ServiceTags: [],
    Type: '',
    Interval: '',
    Timeout: '',
    ExposedPort: 0,
    Definition: {},
    ...parts,
  };
}
