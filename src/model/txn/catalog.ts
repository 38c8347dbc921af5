// SPDX-License-Identifier: Apache-2.0
// What the operations of a transaction say of nodes, services and checks, in the catalog's own shapes. Of
// what they may hold a transaction takes less than a registration does, as in Consul.
import type { HealthCheck } from '../catalog/check.ts';
import type { Node } from '../catalog/node.ts';
import type { ConnectProxyConfig, NodeService } from '../catalog/service.ts';
import { durationError, formatDuration, parseDurationMs } from '../duration.ts';
import { Refusal } from '../refusal.ts';
import type { CheckOperation, NodeOperation, ServiceOperation } from './shape.ts';

export function nodeOf({ Node: asked = {} }: NodeOperation, datacenter: string): Node {
  return {
    ID: asked.ID ?? '',
    Node: asked.Node ?? '',
    Address: asked.Address ?? '',
    Datacenter: asked.Datacenter || datacenter,
    TaggedAddresses: asked.TaggedAddresses ?? null,
    Meta: asked.Meta ?? null,
  };
}

/** Without an id it is called by its name. */
export function serviceOf({ Service: asked = {} }: ServiceOperation): NodeService {
  const tagged = Object.entries(asked.TaggedAddresses ?? {}).map(([tag, { Address, Port }]) => {
    return [tag, { Address: Address ?? '', Port: Port ?? 0 }] as const;
  });
  const { Service: name = '', Weights: { Passing = 0, Warning = 0 } = {} } = asked;
  return {
    ...(asked.Kind ? { Kind: asked.Kind as NonNullable<NodeService['Kind']> } : {}),
    ID: asked.ID || name,
    Service: name,
    Tags: asked.Tags ?? [],
    Address: asked.Address ?? '',
    ...(tagged.length === 0 ? {} : { TaggedAddresses: Object.fromEntries(tagged) }),
    Meta: asked.Meta ?? null,
    Port: asked.Port ?? 0,
    Weights: { Passing, Warning },
    EnableTagOverride: asked.EnableTagOverride ?? false,
    Proxy: proxyOf(asked.Proxy ?? {}),
    Connect: {},
  };
}

type AskedProxy = NonNullable<NonNullable<ServiceOperation['Service']>['Proxy']>;

function proxyOf({ MeshGateway, TransparentProxy, ...asked }: AskedProxy): ConnectProxyConfig {
  const { DestinationServiceName = '', DestinationServiceID, LocalServiceAddress } = asked;
  const { LocalServicePort, LocalServiceSocketPath } = asked;
  return {
    DestinationServiceName,
    ...(DestinationServiceID ? { DestinationServiceID } : {}),
    ...(LocalServiceAddress ? { LocalServiceAddress } : {}),
    ...(LocalServicePort ? { LocalServicePort } : {}),
    ...(LocalServiceSocketPath ? { LocalServiceSocketPath } : {}),
    ...(TransparentProxy === undefined ? {} : { TransparentProxy }),
    MeshGateway: MeshGateway?.Mode ? { Mode: MeshGateway.Mode } : {},
    Expose: {},
  } as ConnectProxyConfig;
}

/** Without an id it is called by its name. */
export function checkOf({ Check: asked = {} }: CheckOperation): HealthCheck {
  return {
    Node: asked.Node ?? '',
    CheckID: asked.CheckID || (asked.Name ?? ''),
    Name: asked.Name ?? '',
    Status: asked.Status ?? '',
    Notes: asked.Notes ?? '',
    Output: asked.Output ?? '',
    ServiceID: asked.ServiceID ?? '',
    ServiceName: asked.ServiceName ?? '',
    ServiceTags: asked.ServiceTags ?? [],
    Type: asked.Type ?? '',
    Interval: '',
    Timeout: '',
    ExposedPort: asked.ExposedPort ?? 0,
    Definition: definitionOf(asked.Definition),
  };
}

const TEXTS = ['HTTP', 'TLSServerName', 'Method', 'Body', 'TCP', 'GRPC', 'OSService'];
const SWITCHES = ['TLSSkipVerify', 'TCPUseTLS', 'GRPCUseTLS'];
const DURATIONS = ['Interval', 'Timeout', 'DeregisterCriticalServiceAfter'];

function definitionOf(asked: unknown): HealthCheck['Definition'] {
  const byName = new Map<string, unknown>();
  if (typeof asked === 'object' && asked !== null) {
    for (const [name, value] of Object.entries(asked)) byName.set(name.toLowerCase(), value);
  }
  const definition: Record<string, unknown> = {};
  const keep = (name: string, isKept: (value: unknown) => boolean) => {
    const value = byName.get(name.toLowerCase());
    if (isKept(value)) definition[name] = value;
  };
  for (const name of DURATIONS) {
    const written = byName.get(`${name.toLowerCase()}duration`) ?? byName.get(name.toLowerCase());
    const ms = durationMsOf(written);
    if (ms !== 0) definition[name] = formatDuration(ms);
  }
  for (const name of TEXTS) keep(name, (value) => typeof value === 'string' && value !== '');
  for (const name of SWITCHES) keep(name, (value) => value === true);
  keep('Header', (value) => typeof value === 'object' && value !== null);
  return definition;
}

/** A Go duration or a number of nanoseconds; 0 for anything else. */
function durationMsOf(written: unknown): number {
  if (typeof written === 'number') return Math.trunc(written) / 1e6;
  if (typeof written !== 'string') return 0;
  const ms = parseDurationMs(written);
  if (ms === undefined) {
    throw new Refusal('invalid-argument', `Failed to parse body: ${durationError(written)}`);
  }
  return ms;
}
