// SPDX-License-Identifier: Apache-2.0
// The cluster's own CA: makes its identity and first root on the first start, and signs with the active
// root after that. Keys are read from the state here and nowhere else, and go to the signer only.
import { randomBytes, randomUUID } from 'node:crypto';
import { createBuiltinProvider } from '../ca/builtin/provider.ts';
import type { LeafSigner, SigningProvider } from '../ca/provider.ts';
import { initialiseCluster } from '../commands/initialise-cluster.ts';
import { takeSerials } from '../commands/take-serials.ts';
import { trustDomainOf } from '../model/ca/ca.ts';
import { caRootOf } from '../model/ca/root.ts';
import { Secret } from '../model/secret.ts';
import { CLUSTER_KEY, caKeys, caRoots, cluster } from '../state/tables/ca.ts';
import type { Core } from './core.ts';

const ORIGIN = { origin: 'server:ca' };
// Serials are taken in blocks, so that a thousand leaves cost one change of the log, not a thousand.
const SERIAL_BLOCK = 256;

export class ClusterCa {
  readonly #core: Core;
  readonly #provider: SigningProvider;
  #signer: { readonly rootId: string; readonly signer: Promise<LeafSigner> } | undefined;
  #serials: Promise<{ next: number; end: number }> | undefined;

  private constructor(core: Core, provider: SigningProvider) {
    this.#core = core;
    this.#provider = provider;
  }

  /** Opens the CA of this cluster; a new cluster gets an identity and a root. */
  static async open(core: Core, now: () => number, rootTtlMs: number): Promise<ClusterCa> {
    const provider = createBuiltinProvider({ now, randomBytes });
    if (core.state.reader().get(cluster, CLUSTER_KEY) === undefined) {
      const clusterId = randomUUID();
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
    }
    return new ClusterCa(core, provider);
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

  async #takeSerials(): Promise<{ next: number; end: number }> {
    const input = { count: SERIAL_BLOCK };
    const { reply } = await this.#core.commands.issue(takeSerials, input, ORIGIN);
    return { next: reply, end: reply + SERIAL_BLOCK };
  }
}
