// SPDX-License-Identifier: Apache-2.0
// The import side of one stream: takes in what the peer sent, in the order in which it came, and answers
// each when it is durable. What arrives while a change is being stored shares the next one.
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  PeeringServerAddressesSchema,
  PeeringTrustBundleSchema,
} from '../../gen/consul/peering_pb.ts';
import {
  ExportedServiceListSchema,
  ExportedServiceSchema,
} from '../../gen/consul/peerstream_pb.ts';
import { importServerAddresses } from '../../commands/import-server-addresses.ts';
import { importServiceList } from '../../commands/import-service-list.ts';
import { type ImportedService, importServices } from '../../commands/import-services.ts';
import { importTrustBundle } from '../../commands/import-trust-bundle.ts';
import { Refusal } from '../../model/refusal.ts';
import { instancesOf, unpack } from './decode.ts';
import { SERVICE_LIST_URL, SERVICE_URL, TRUST_BUNDLE_URL } from './messages.ts';
import type { PeerStreamPorts } from './ports.ts';
import type { Incoming } from './stream.ts';

// Of one change: enough to share a sync of the disk, too little to keep other commands waiting.
const MAX_BATCH = 64;
const MAX_BATCH_BYTES = 2 * 1_024 * 1_024;
const MAX_PRUNED_INSTANCES = 1_000;
// Of what waits to be stored: beyond it the peer is not read until half of it is done.
const MAX_WAITING = 1_024;
const MAX_WAITING_BYTES = 16 * 1_024 * 1_024;

export interface ImporterOptions {
  readonly ports: Pick<PeerStreamPorts, 'issue' | 'limits'>;
  readonly peeringId: string;
  /** Local name of the peering. */
  readonly peer: string;
  /** A resource was stored, or `failure` says why not. */
  readonly onApplied: (incoming: Incoming, failure: string | undefined) => void;
  /** A list was accepted. */
  readonly onNames: (names: readonly string[]) => void;
  /** The peer sends faster than we store, or no longer does. */
  readonly onPressure: (isHigh: boolean) => void;
  /** A defect of ours; the resource is answered as failed. */
  readonly onDefect: (error: unknown) => void;
}

export class Importer {
  readonly #options: ImporterOptions;
  #waiting: Incoming[] = [];
  #waitingBytes = 0;
  #isRunning = false;
  #isClosed = false;
  #isHigh = false;

  constructor(options: ImporterOptions) {
    this.#options = options;
  }

  push(incoming: Incoming): void {
    if (this.#isClosed) return;
    this.#waiting.push(incoming);
    this.#waitingBytes += incoming.resource.value.length;
    this.#weigh();
    if (!this.#isRunning) void this.#run();
  }

  /** What has not been started is dropped; nothing is answered any more. */
  close(): void {
    this.#isClosed = true;
    this.#waiting = [];
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      const batch = this.#nextBatch();
      if (batch[0]?.url === SERVICE_URL) await this.#importServices(batch);
      else for (const incoming of batch) await this.#importOther(incoming);
      this.#weigh();
    }
    this.#isRunning = false;
  }

  /** Services that follow each other, or one of anything else. */
  #nextBatch(): readonly Incoming[] {
    let bytes = 0;
    let count = 0;
    for (const { url, resource } of this.#waiting) {
      if (count > 0 && (url !== SERVICE_URL || bytes + resource.value.length > MAX_BATCH_BYTES)) {
        break;
      }
      bytes += resource.value.length;
      count += 1;
      if (url !== SERVICE_URL || count >= MAX_BATCH) break;
    }
    this.#waitingBytes -= bytes;
    return this.#waiting.splice(0, count);
  }

  async #importServices(batch: readonly Incoming[]): Promise<void> {
    const { peeringId, peer, ports } = this.#options;
    const failures = new Map<Incoming, string>();
    const decoded: { incoming: Incoming; service: ImportedService }[] = [];
    for (const incoming of batch) {
      const failure = this.#attempt(() => {
        const { Nodes } = unpack(ExportedServiceSchema, SERVICE_URL, incoming.resource);
        decoded.push({ incoming, service: { name: incoming.id, instances: instancesOf(Nodes) } });
      });
      if (failure !== undefined) failures.set(incoming, failure);
    }
    const services = decoded.map(({ service }) => service);
    const input = { peeringId, services, limits: ports.limits };
    const failure = await this.#attemptLater(async () => {
      if (services.length === 0) return;
      const outcome = await ports.issue(importServices, input, `peer:${peer}`);
      for (const [i, { incoming }] of decoded.entries()) {
        const refused = outcome[i];
        if (refused !== undefined) failures.set(incoming, refused);
      }
    });
    // Those who wait for the change are told in this turn: the answer must not keep them waiting.
    await nextTurn();
    for (const incoming of batch) {
      const why = failures.get(incoming) ?? failure;
      this.#answer(
        incoming,
        why && `did not increment imported services count for service="${incoming.id}": ${why}`,
      );
    }
  }

  async #importOther(incoming: Incoming): Promise<void> {
    const { url } = incoming;
    const failure = await this.#attemptLater(async () => {
      if (url === SERVICE_LIST_URL) await this.#importList(incoming);
      else if (url === TRUST_BUNDLE_URL) await this.#importTrustBundle(incoming);
      else await this.#importAddresses(incoming);
    });
    const prefix =
      url === SERVICE_LIST_URL
        ? 'did not update imported services based on the exported service list event: '
        : '';
    this.#answer(incoming, failure && `${prefix}${failure}`);
  }

  async #importList({ resource }: Incoming): Promise<void> {
    const { peeringId, peer, ports, onNames } = this.#options;
    const { Services: names } = unpack(ExportedServiceListSchema, SERVICE_LIST_URL, resource);
    const input = { peeringId, names, limits: ports.limits, maxInstances: MAX_PRUNED_INSTANCES };
    for (let isDone = false; !isDone;) {
      ({ isDone } = await ports.issue(importServiceList, input, `peer:${peer}`));
    }
    onNames(names);
  }

  async #importTrustBundle({ resource }: Incoming): Promise<void> {
    const { peeringId, peer, ports } = this.#options;
    const bundle = unpack(PeeringTrustBundleSchema, TRUST_BUNDLE_URL, resource);
    const input = {
      peeringId,
      trustDomain: bundle.TrustDomain,
      rootPems: bundle.RootPEMs,
      exportedPartition: bundle.ExportedPartition,
      limits: ports.limits,
    };
    await ports.issue(importTrustBundle, input, `peer:${peer}`);
  }

  async #importAddresses({ url, resource }: Incoming): Promise<void> {
    const { peeringId, peer, ports } = this.#options;
    const { Addresses: addresses } = unpack(PeeringServerAddressesSchema, url, resource);
    const input = { peeringId, addresses, limits: ports.limits };
    await ports.issue(importServerAddresses, input, `peer:${peer}`);
  }

  #answer(incoming: Incoming, failure: string | undefined): void {
    if (!this.#isClosed) this.#options.onApplied(incoming, failure);
  }

  #attempt(action: () => void): string | undefined {
    try {
      action();
      return undefined;
    } catch (error) {
      return this.#reason(error);
    }
  }

  async #attemptLater(action: () => Promise<void>): Promise<string | undefined> {
    try {
      await action();
      return undefined;
    } catch (error) {
      return this.#reason(error);
    }
  }

  #reason(error: unknown): string {
    if (error instanceof Refusal) return error.message;
    this.#options.onDefect(error);
    return 'internal error';
  }

  #weigh(): void {
    const fraction = this.#isHigh ? 2 : 1;
    const isHigh =
      this.#waiting.length > MAX_WAITING / fraction ||
      this.#waitingBytes > MAX_WAITING_BYTES / fraction;
    if (isHigh === this.#isHigh) return;
    this.#isHigh = isHigh;
    this.#options.onPressure(isHigh);
  }
}
