// SPDX-License-Identifier: Apache-2.0
// A cluster's rows from a short description, as goldens, tests and benches need them. In: what a case is about. Out: a
// state and its views, with every row complete. Certificates are placeholders unless the caller brings real ones.
import type { HealthCheck } from '../src/model/catalog/check.ts';
import type { Node } from '../src/model/catalog/node.ts';
import type { NodeService } from '../src/model/catalog/service.ts';
import type { ConfigEntry } from '../src/model/config-entries/entry.ts';
import type { IntentionAction } from '../src/model/config-entries/service-intentions/schema.ts';
import type { PeeringLifecycle } from '../src/model/peering/peering.ts';
import { localTenancy, peerTenancy } from '../src/model/tenancy.ts';
import { State } from '../src/state/state.ts';
import type { Table } from '../src/state/table.ts';
import { tables } from '../src/state/tables.ts';
import { caRoots, cluster } from '../src/state/tables/ca.ts';
import { checks } from '../src/state/tables/checks.ts';
import { configEntries } from '../src/state/tables/config-entries.ts';
import { leafCerts } from '../src/state/tables/leaf-certs.ts';
import { nodes } from '../src/state/tables/nodes.ts';
import { peerings } from '../src/state/tables/peerings.ts';
import { serverSettings } from '../src/state/tables/server-settings.ts';
import { services } from '../src/state/tables/services.ts';
import { trustBundles } from '../src/state/tables/trust-bundles.ts';
import { Views } from '../src/views/engine/engine.ts';
import { sampleCheck, sampleNode, sampleService } from './catalog-samples.ts';

type Config = Partial<NodeService['Proxy']>;

/** `node` defaults to the first one; what is left out is as in a plain registration. */
export interface ScenarioService extends Partial<Omit<NodeService, 'Proxy'>> {
  readonly ID: string;
  readonly node?: string;
  /** Imported through this peering. */
  readonly peer?: string;
  readonly Proxy?: Config;
  /** Of its only check; default passing. */
  readonly status?: string;
}

export interface Scenario {
  /** UUID that names the trust domain. */
  readonly cluster: string;
  readonly defaultIntentionPolicy?: IntentionAction;
  readonly nodes: readonly (Partial<Node> & { readonly Node: string; readonly peer?: string })[];
  readonly services: readonly ScenarioService[];
  readonly config?: readonly ConfigEntry[];
  readonly peerings?: readonly ScenarioPeering[];
  /** SPIFFE ids, without scheme and trust domain, of the certificates that have been issued. */
  readonly leaves: readonly string[];
}

export interface ScenarioPeering {
  readonly name: string;
  readonly lifecycle?: PeeringLifecycle;
  /** Trust domain of the peer; absent while no bundle has come. */
  readonly trustDomain?: string;
  /** What tells its roots from others'; default its trust domain. */
  readonly roots?: string;
  /** Of a peer that we dial: what its token said. */
  readonly serverName?: string;
  readonly serverAddresses?: readonly string[];
  readonly manualAddresses?: readonly string[];
}

export interface Certificates {
  readonly root: (owner: string) => string;
  readonly leaf: (uri: string) => { readonly certPem: string; readonly keyPem: string };
}

/** Texts that say what would stand there. */
export const placeholders: Certificates = {
  root: (owner) => pem('CERTIFICATE', `root of ${owner}`),
  leaf: (uri) => ({
    certPem: pem('CERTIFICATE', `leaf of ${uri}`),
    keyPem: pem('EC PRIVATE KEY', `key of ${uri}`),
  }),
};

export interface ScenarioState {
  readonly state: State;
  readonly views: Views;
  /** Writes one row as a change of its own; `undefined` for a row that goes. */
  put<T extends object>(table: Table<T, never> | Table<T>, value: T): void;
  remove<T extends object>(table: Table<T, never> | Table<T>, key: string): void;
}

export function openScenario(
  scenario: Scenario,
  certificates: Certificates = placeholders,
): ScenarioState {
  const state = new State(tables, { revision: 1, rows: [] });
  const views = new Views(state);
  const write = (table: string, key: string, value: object | undefined) => {
    const writes = [{ table, key, value }];
    state.apply([{ revision: state.at + 1, timeMs: 0, origin: 'test', writes }]);
  };
  const opened: ScenarioState = {
    state,
    views,
    put: (table, value) => write(table.name, table.key(value as never), value),
    remove: (table, key) => write(table.name, key, undefined),
  };
  fill(opened, scenario, certificates);
  return opened;
}

function fill({ state, put }: ScenarioState, scenario: Scenario, certificates: Certificates): void {
  const trustDomain = `${scenario.cluster}.consul`;
  put(cluster, { id: scenario.cluster, nextSerial: 1 });
  put(caRoots, {
    ID: 'root',
    Active: true,
    RootCert: certificates.root(trustDomain),
    IntermediateCerts: [],
  } as never);
  const { defaultIntentionPolicy = 'deny' } = scenario;
  state.applyLocal({
    table: serverSettings.name,
    key: 'server',
    value: { defaultIntentionPolicy },
  });
  for (const path of scenario.leaves) {
    const uri = `spiffe://${trustDomain}${path}`;
    const value = { uri, ...certificates.leaf(uri) };
    state.applyLocal({ table: leafCerts.name, key: leafCerts.key(value), value });
  }
  for (const { peer = '', ...node } of scenario.nodes) {
    put(nodes, { tenancy: tenancyOf(peer), node: sampleNode(node.Node, node) });
  }
  const [firstNode] = scenario.nodes;
  for (const service of scenario.services) {
    fillService(put, { node: firstNode?.Node ?? '', ...service });
  }
  for (const entry of scenario.config ?? []) put(configEntries, { tenancy: localTenancy, entry });
  for (const peering of scenario.peerings ?? []) fillPeering(put, peering, certificates);
}

function fillService(
  put: ScenarioState['put'],
  {
    node,
    peer = '',
    Proxy: proxy,
    status = 'passing',
    ...service
  }: ScenarioService & { node: string },
): void {
  const tenancy = tenancyOf(peer);
  const complete = sampleService(service.ID, {
    ...service,
    Proxy: { MeshGateway: {}, Expose: {}, ...proxy },
  });
  put(services, { tenancy, node, service: complete });
  const check: HealthCheck = sampleCheck(`service:${service.ID}`, {
    Node: node,
    ServiceID: service.ID,
    ServiceName: complete.Service,
    Status: status,
  });
  put(checks, { tenancy, check });
}

function fillPeering(
  put: ScenarioState['put'],
  { name, lifecycle = 'establishing', trustDomain, roots, ...dialed }: ScenarioPeering,
  certificates: Certificates,
): void {
  put(peerings, {
    ID: `id of ${name}`,
    Name: name,
    Meta: null,
    lifecycle,
    PeerID: '',
    PeerCAPems: [],
    PeerServerName: dialed.serverName ?? '',
    PeerServerAddresses: dialed.serverAddresses ?? [],
    ManualServerAddresses: dialed.manualAddresses ?? [],
    Remote: { Partition: '', Datacenter: '', Locality: null },
  });
  if (trustDomain === undefined) return;
  put(trustBundles, {
    peer: name,
    TrustDomain: trustDomain,
    RootPEMs: [certificates.root(roots ?? trustDomain)],
    ExportedPartition: 'default',
  });
}

function tenancyOf(peer: string) {
  return peer === '' ? localTenancy : peerTenancy(peer);
}

function pem(kind: string, text: string): string {
  return `-----BEGIN ${kind}-----\n${text}\n-----END ${kind}-----\n`;
}
