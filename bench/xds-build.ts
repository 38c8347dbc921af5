// SPDX-License-Identifier: Apache-2.0
// What journey 2 costs without any wire: from a changed row to the encoded resources of every proxy that it concerns.
// Run it alone: `node --expose-gc bench/xds-build.ts [proxies]`. Prints milliseconds of processor time and KiB per
// proxy; it holds nothing against a target.
import type { ConfigEntry } from '../src/model/config-entries/entry.ts';
import { localTenancy } from '../src/model/tenancy.ts';
import { configEntries } from '../src/state/tables/config-entries.ts';
import { proxySnapshot } from '../src/views/proxy/proxy.ts';
import { resourcesOf } from '../src/wire/xds/proxies/kinds.ts';
import type { ResourceSet } from '../src/wire/xds/resource-set.ts';
import { openScenario, type Scenario, type ScenarioService } from '../test/mesh-scenario.ts';

const NODE = 'east-1';
const UPSTREAMS = ['users', 'stock', 'prices'];
const CHANGES = 7;
const KIB = 1_024;
const proxies = Number(process.argv[2] ?? 1_000);

// As long as those of an EC root and leaf.
const rootPem = pem('CERTIFICATE', 760);
const leafPem = { certPem: pem('CERTIFICATE', 800), keyPem: pem('EC PRIVATE KEY', 230) };

for (const protocol of ['http', 'tcp']) {
  for (const isOneService of [true, false]) measure(protocol, isOneService);
}

function measure(protocol: string, isOneService: boolean): void {
  globalThis.gc?.();
  const serviceOf = (i: number) => (isOneService ? 'web' : `web-${i}`);
  const keys = Array.from({ length: proxies }, (_, i) => ({ node: NODE, id: `proxy-${i}` }));
  const { views, put } = openScenario(scenarioOf(protocol, serviceOf), {
    root: () => rootPem,
    leaf: () => leafPem,
  });
  globalThis.gc?.();
  const bytesBefore = heldBytes();
  const sets = new Map<string, ResourceSet>();
  const watches = keys.map((key) => views.watch(proxySnapshot, key));
  const rebuild = () => {
    for (const key of keys) {
      const snapshot = views.get(proxySnapshot, key).value;
      if (snapshot === undefined) throw new Error(`${key.id} has no snapshot`);
      const set = resourcesOf(snapshot);
      if (set.problems.length > 0) throw new Error(JSON.stringify(set.problems));
      sets.set(key.id, set);
    }
  };
  const firstMs = processorMs(rebuild);
  globalThis.gc?.();
  const perProxyKib = (heldBytes() - bytesBefore) / proxies / KIB;
  const changes = (destination: string) =>
    Array.from({ length: CHANGES }, (_, i) => {
      put(configEntries, { tenancy: localTenancy, entry: intentions(destination, i) });
      return processorMs(rebuild);
    });
  const everybodyMs = median(changes('*'));
  const oneMs = median(changes(serviceOf(0)));
  for (const watch of watches) watch[Symbol.dispose]();
  const of = isOneService ? 'one service' : 'a service each';
  console.log(
    `${proxies} ${protocol} sidecars of ${of}: first ${show(firstMs)} ms; intention for all ` +
      `${show(everybodyMs)} ms, for ${isOneService ? 'their service' : 'one of them'} ${show(oneMs)} ms; ` +
      `${show(perProxyKib)} KiB each`,
  );
}

function scenarioOf(protocol: string, serviceOf: (i: number) => string): Scenario {
  const names = new Set([...UPSTREAMS, ...Array.from({ length: proxies }, (_, i) => serviceOf(i))]);
  const asked = UPSTREAMS.map((DestinationName, i) => {
    return {
      DestinationType: 'service',
      DestinationName,
      LocalBindPort: 9_001 + i,
      MeshGateway: {},
    };
  });
  const sidecar = (id: string, service: string, address: string): ScenarioService => ({
    ID: id,
    Kind: 'connect-proxy',
    Address: address,
    Port: 20_000,
    Proxy: { DestinationServiceName: service, LocalServicePort: 8_080, Upstreams: asked },
  });
  return {
    cluster: 'ea57ea57-0000-4000-8000-000000000001',
    nodes: [{ Node: NODE, Address: '10.0.0.1', Datacenter: 'east' }],
    leaves: [...names].map((name) => `/ns/default/dc/east/svc/${name}`),
    services: [
      ...UPSTREAMS.map((name) => sidecar(`${name}-sidecar`, name, '10.1.0.1')),
      ...Array.from({ length: proxies }, (_, i) =>
        sidecar(`proxy-${i}`, serviceOf(i), `10.2.${i >> 8}.${i & 255}`),
      ),
    ],
    config: [{ Kind: 'proxy-defaults', Name: 'global', Config: { protocol } } as ConfigEntry],
  };
}

function intentions(Name: string, version: number): ConfigEntry {
  const sources = ['shop', `caller-${version}`].map((source) => ({
    Name: source,
    Action: 'allow',
  }));
  return { Kind: 'service-intentions', Name, Sources: sources } as ConfigEntry;
}

function processorMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function heldBytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function pem(kind: string, length: number): string {
  return `-----BEGIN ${kind}-----\n${'A'.repeat(length)}\n-----END ${kind}-----\n`;
}

function show(value: number): string {
  return value.toFixed(value < 10 ? 1 : 0);
}
