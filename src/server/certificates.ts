// SPDX-License-Identifier: Apache-2.0
// The certificates that this server holds: leaves of connected proxies, put into the local lane where
// their views see them, and its own for the port that peers dial.
import { createSecureContext, type SecureContext } from 'node:tls';
import { Leaves } from '../ca/leaves.ts';
import type { IssuedCert, Leaf } from '../model/ca/leaf.ts';
import { peeringServerName } from '../model/ca/sni.ts';
import { formatSpiffeId, parseSpiffeId, type WorkloadId } from '../model/ca/spiffe.ts';
import type { Logger } from '../model/logger.ts';
import { DEFAULT_NAME } from '../model/tenancy.ts';
import { leafCerts } from '../state/tables/leaf-certs.ts';
import { activeRoot } from '../views/ca/active-root.ts';
import type { LeafWait } from '../wire/http/agent/local-agent.ts';
import type { ClusterCa } from './cluster-ca.ts';
import type { Core } from './core.ts';
import { LeafFeed } from './leaf-feed.ts';

export interface CertificatesOptions {
  readonly core: Core;
  readonly ca: ClusterCa;
  readonly datacenter: string;
  readonly logger: Logger;
}

export class Certificates {
  readonly leaves: Leaves;
  readonly #feed: LeafFeed;
  readonly #options: CertificatesOptions;
  readonly #serverId: WorkloadId;
  #secureContext: SecureContext | undefined;

  private constructor(options: CertificatesOptions) {
    const { core, ca, datacenter, logger } = options;
    this.#options = options;
    this.#serverId = { kind: 'server', trustDomain: ca.trustDomain, datacenter };
    this.leaves = new Leaves({
      nextSerial: () => ca.nextSerial(),
      onChange: (leaf) => this.#changed(leaf),
      onDrop: (id) => {
        const key = formatSpiffeId(id);
        this.#feed.dropped(key);
        core.state.applyLocal({ table: leafCerts.name, key, value: undefined });
      },
      onFailure: (id, error) => {
        logger.warn('could not renew a certificate', { uri: formatSpiffeId(id), error });
      },
      clock: {
        now: Date.now,
        after: (delayMs, run) => {
          const timer = setTimeout(run, delayMs);
          timer.unref();
          return () => clearTimeout(timer);
        },
      },
      random: Math.random,
      ttlMs: () => ca.leafTtlMs,
    });
    this.#feed = new LeafFeed({
      leafFor: (service) => this.leaves.leafFor({ id: this.#serviceId(service) }),
      revision: () => core.state.at,
    });
  }

  /** Resolves once the server has its own certificate. */
  static async open(options: CertificatesOptions): Promise<Certificates> {
    const certificates = new Certificates(options);
    certificates.leaves.useSigner(await options.ca.signer());
    const dnsNames = [certificates.peeringName];
    await certificates.leaves.keep({ id: certificates.#serverId, dnsNames });
    return certificates;
  }

  /** The name that peers dial: SNI and DNS SAN of the server's certificate. */
  get peeringName(): string {
    const { ca, datacenter } = this.#options;
    return peeringServerName(datacenter, ca.trustDomain);
  }

  /** The server's certificate as it is now. */
  get secureContext(): SecureContext {
    if (this.#secureContext === undefined) throw new Error('the server has no certificate yet');
    return this.#secureContext;
  }

  keep(uri: string): Promise<Leaf> {
    return this.leaves.keep({ id: workloadOf(uri) });
  }

  /** The leaf of a service with its key; waits while its index is still the one that is known. */
  leafOf(service: string, wait: LeafWait): Promise<IssuedCert> {
    return this.#feed.leafOf(service, wait);
  }

  release(uri: string): void {
    this.leaves.release(workloadOf(uri));
  }

  /** Signs everything anew whenever another root becomes the active one. */
  async follow(signal: AbortSignal): Promise<void> {
    const { core, ca } = this.#options;
    using active = core.views.watch(activeRoot, null);
    signal.addEventListener('abort', () => active[Symbol.dispose](), { once: true });
    let current = (await ca.signer()).rootId;
    for await (const { value: rootId } of active) {
      if (rootId === undefined || rootId === current) continue;
      current = rootId;
      this.leaves.useSigner(await ca.signer());
    }
  }

  #serviceId(service: string): WorkloadId {
    const { ca, datacenter } = this.#options;
    const tenancy = { partition: DEFAULT_NAME, namespace: DEFAULT_NAME };
    return { kind: 'service', trustDomain: ca.trustDomain, ...tenancy, datacenter, service };
  }

  #changed(leaf: Leaf): void {
    if (leaf.id.kind === 'server') {
      this.#secureContext = createSecureContext({
        cert: leaf.certPem,
        key: leaf.privateKeyPem.reveal(),
        minVersion: 'TLSv1.2',
      });
      return;
    }
    this.#feed.noted(leaf);
    const uri = formatSpiffeId(leaf.id);
    const value = { uri, certPem: leaf.certPem, keyPem: leaf.privateKeyPem.reveal() };
    this.#options.core.state.applyLocal({ table: leafCerts.name, key: uri, value });
  }
}

function workloadOf(uri: string): WorkloadId {
  const id = parseSpiffeId(uri);
  if (id.kind === 'signing') throw new Error(`${uri} is no workload`);
  return id;
}
