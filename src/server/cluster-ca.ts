// SPDX-License-Identifier: Apache-2.0
// The cluster's own CA: makes its identity and first root on the first start, and signs with the active
// root after that. Keys are read from the state here and nowhere else, and go to the signer only.
import { randomBytes, randomUUID } from 'node:crypto';
import { createBuiltinProvider } from '../ca/builtin/provider.ts';
import { DEFAULT_LEAF_TTL_MS, type LeafSigner, type SigningProvider } from '../ca/provider.ts';
import { configureCa } from '../commands/configure-ca.ts';
import { initialiseCluster } from '../commands/initialise-cluster.ts';
import { takeSerials } from '../commands/take-serials.ts';
import { type CaConfigRequest, type CaConfigRow, leafTtlMsOf } from '../model/ca/ca-config.ts';
import { trustDomainOf } from '../model/ca/ca.ts';
import { caRootOf } from '../model/ca/root.ts';
import { formatDuration } from '../model/duration.ts';
import { Secret } from '../model/secret.ts';
import { CA_CONFIG_KEY, caConfig } from '../state/tables/ca-config.ts';
import { CLUSTER_KEY, caKeys, caRoots, cluster } from '../state/tables/ca.ts';
import { planCaChange } from './ca-change.ts';
import type { Core } from './core.ts';

const ORIGIN = { origin: 'server:ca' };
// Serials are taken in blocks, so that a thousand leaves cost one change of the log, not a thousand.
const SERIAL_BLOCK = 256;

/** What the agent's configuration says of a cluster that is new. */
export interface NewCa {
  readonly clusterId?: string;
  readonly rootTtlMs: number;
  readonly leafTtlMs: number;
}

export class ClusterCa {
  readonly #core: Core;
  readonly #provider: SigningProvider;
  #signer: { readonly rootId: string; readonly signer: Promise<LeafSigner> } | undefined;
  #serials: Promise<{ next: number; end: number }> | undefined;

  #read: { readonly row: CaConfigRow; readonly leafTtlMs: number } | undefined;
  #configuring: Promise<void> = Promise.resolve();
  readonly #now: () => number;

  private constructor(core: Core, provider: SigningProvider, now: () => number) {
    this.#core = core;
    this.#provider = provider;
    this.#now = now;
  }

  /** Opens the CA of this cluster; a new cluster gets an identity and a root. */
  static async open(
    core: Core,
    now: () => number,
    { clusterId: wantedId, rootTtlMs, leafTtlMs }: NewCa,
  ): Promise<ClusterCa> {
    const provider = createBuiltinProvider({ now, randomBytes });
    const config = {
      provider: 'consul',
      config: {
        IntermediateCertTTL: '8760h',
        LeafCertTTL: hours(leafTtlMs),
        RootCertTTL: hours(rootTtlMs),
      },
      forceWithoutCrossSigning: false,
    };
    await core.commands.issue(configureCa, { config, isFirst: true }, ORIGIN);
    if (core.state.reader().get(cluster, CLUSTER_KEY) === undefined) {
      const clusterId = wantedId ?? randomUUID();
      const root = await provider.generateRoot({ clusterId, serial: 1, ttlMs: rootTtlMs });
      const { ID } = caRootOf(root.certPem, {
        clusterId,
        isActive: true,
        createIndex: 0,
        modifyIndex: 0,
      });
      const input = {
        clusterId,
        root: { ID, Active: true, RootCert: root.certPem, IntermediateCerts: [] },
        key: { rootId: ID, privateKeyPem: root.privateKeyPem.reveal() },
      };
      await core.commands.issue(initialiseCluster, input, ORIGIN);
      await core.commands.issue(configureCa, { config }, ORIGIN);
    }
    return new ClusterCa(core, provider, now);
  }

  /** How long leaves are valid that are signed now. */
  get leafTtlMs(): number {
    const row = this.#core.state.reader().get(caConfig, CA_CONFIG_KEY)?.value;
    if (row !== undefined && row !== this.#read?.row) {
      this.#read = { row, leafTtlMs: leafTtlMsOf(row) };
    }
    return this.#read?.leafTtlMs ?? DEFAULT_LEAF_TTL_MS;
  }

  /** Changes how the CA signs; another key makes another root. One change after the other. */
  configure(request: CaConfigRequest): Promise<void> {
    const configured = this.#configuring.then(() => this.#configure(request));
    this.#configuring = configured.catch(() => {});
    return configured;
  }

  get clusterId(): string {
    const row = this.#core.state.reader().get(cluster, CLUSTER_KEY);
    if (row === undefined) throw new Error('CA has not finished initializing');
    return row.value.id;
  }

  get trustDomain(): string {
    return trustDomainOf({ id: this.clusterId, nextSerial: 0 });
  }

  /** PEM of every root, active or not. */
  get rootPems(): readonly string[] {
    return this.#core.state
      .reader()
      .all(caRoots)
      .map((row) => row.value.RootCert);
  }

  /** Signs with the root that is active now. */
  signer(): Promise<LeafSigner> {
    const read = this.#core.state.reader();
    const root = read.all(caRoots).find((row) => row.value.Active)?.value;
    const key = root && read.get(caKeys, root.ID)?.value;
    if (root === undefined || key === undefined) {
      return Promise.reject(new Error('CA has not finished initializing'));
    }
    if (this.#signer?.rootId !== root.ID) {
      const certPem = root.RootCert;
      const privateKeyPem = new Secret(key.privateKeyPem);
      const signer = this.#provider.openSigner({ certPem, privateKeyPem }, root.IntermediateCerts);
      this.#signer = { rootId: root.ID, signer };
    }
    return this.#signer.signer;
  }

  /** A certificate serial number that was never given out before. */
  async nextSerial(): Promise<number> {
    for (;;) {
      this.#serials ??= this.#takeSerials();
      const taken = this.#serials;
      const block = await taken;
      if (block.next < block.end) return block.next++;
      if (this.#serials === taken) this.#serials = undefined;
    }
  }

  /** Lets go of the numbers that were reserved, when they may be another cluster's. */
  forgetSerials(): void {
    this.#serials = undefined;
  }

  async #configure(request: CaConfigRequest): Promise<void> {
    const { core, provider, now } = { core: this.#core, provider: this.#provider, now: this.#now };
    const nextSerial = () => this.nextSerial();
    const { clusterId } = this;
    const input = await planCaChange(request, { core, provider, now, nextSerial, clusterId });
    await core.commands.issue(configureCa, input, ORIGIN);
  }

  async #takeSerials(): Promise<{ next: number; end: number }> {
    const input = { count: SERIAL_BLOCK };
    const { reply } = await this.#core.commands.issue(takeSerials, input, ORIGIN);
    return { next: reply, end: reply + SERIAL_BLOCK };
  }
}

const HOUR_MS = 3_600_000;

function hours(ms: number): string {
  return ms % HOUR_MS === 0 ? `${ms / HOUR_MS}h` : formatDuration(ms);
}
