// SPDX-License-Identifier: Apache-2.0
// The export side of one stream: turns what the views say into what is to be sent. In: the types that the
// peer asked for, and views. Out: resources put into the outbox. It knows what was announced, not what
// has been sent.
import type { Views, Watch } from '../../views/engine/engine.ts';
import { type ExportedNames, exportedNames } from '../../views/exports/names.ts';
import { exportedService } from '../../views/exports/service.ts';
import { exportedSidecar } from '../../views/exports/sidecar.ts';
import { SIDECAR_SUFFIX, type PeerInstance } from '../../model/peering/instance.ts';
import { ownBundle } from '../../views/peering/own-bundle.ts';
import { serverAddresses } from '../../views/peering/server-addresses.ts';
import { encodeAddresses, encodeInstances, encodeNames, encodeTrustBundle } from './encode.ts';
import { follow } from './follow.ts';
import {
  SERVER_ADDRESSES_ID,
  SERVER_ADDRESSES_URL,
  SERVICE_LIST_ID,
  SERVICE_LIST_URL,
  SERVICE_URL,
  TRUST_BUNDLE_ID,
  TRUST_BUNDLE_URL,
} from './messages.ts';
import type { Outgoing } from './outbox.ts';

export interface ExporterOptions {
  readonly views: Views;
  /** Local name of the peering. */
  readonly peer: string;
  readonly put: (outgoing: Outgoing) => void;
  readonly forget: (resource: Pick<Outgoing, 'url' | 'id'>) => void;
  /** The names of the list that was put last. */
  readonly onNames: (names: readonly string[]) => void;
  readonly onError: (error: unknown) => void;
}

export class Exporter {
  readonly #options: ExporterOptions;
  readonly #watches: Watch<unknown>[] = [];
  readonly #services = new Map<string, Watch<readonly PeerInstance[]>>();
  readonly #sidecars = new Map<string, Watch<readonly PeerInstance[]>>();
  #hasAnnounced = false;

  constructor(options: ExporterOptions) {
    this.#options = options;
  }

  /** The peer asked for this type. The list has no gate of its own: it goes with the services, as Consul's does. */
  serve(url: string): void {
    if (url === SERVICE_URL) this.#serveServices();
    if (url === TRUST_BUNDLE_URL) this.#serveTrustBundle();
    if (url === SERVER_ADDRESSES_URL) this.#serveAddresses();
  }

  close(): void {
    for (const watch of this.#watches) watch[Symbol.dispose]();
    for (const watch of this.#services.values()) watch[Symbol.dispose]();
    for (const watch of this.#sidecars.values()) watch[Symbol.dispose]();
  }

  #serveServices(): void {
    const { views, peer } = this.#options;
    this.#follow(views.watch(exportedNames, peer), (names) => this.#announce(names));
  }

  #serveTrustBundle(): void {
    this.#follow(this.#options.views.watch(ownBundle, null), (bundle) => {
      if (bundle === undefined) return;
      this.#put(TRUST_BUNDLE_URL, TRUST_BUNDLE_ID, () => encodeTrustBundle(bundle));
    });
  }

  #serveAddresses(): void {
    this.#follow(this.#options.views.watch(serverAddresses, null), (addresses) => {
      // A peer without addresses could never dial again.
      if (addresses.length === 0) return;
      this.#put(SERVER_ADDRESSES_URL, SERVER_ADDRESSES_ID, () => encodeAddresses(addresses));
    });
  }

  #announce({ services, chains }: ExportedNames): void {
    const { views, peer } = this.#options;
    this.#options.onNames(services);
    // First the list: what has gone from it goes there at once, whatever else is still to be sent.
    this.#put(SERVICE_LIST_URL, SERVICE_LIST_ID, () => encodeNames(services));
    this.#keep(this.#services, services, '', (service) => views.watch(exportedService, service));
    const inMesh = chains.map(({ service }) => service);
    const before = [...this.#sidecars.keys()];
    this.#keep(this.#sidecars, inMesh, SIDECAR_SUFFIX, (service) =>
      views.watch(exportedSidecar, { service, peer }),
    );
    // Still exported, but no longer in the mesh: the list says nothing about that. At first all that are not
    // are told, since the peer may have them from an earlier stream.
    const known = this.#hasAnnounced ? before : services;
    this.#hasAnnounced = true;
    const left = known.filter((name) => !this.#sidecars.has(name) && this.#services.has(name));
    for (const name of left) {
      this.#put(SERVICE_URL, `${name}${SIDECAR_SUFFIX}`, () => encodeInstances([]));
    }
  }

  #keep(
    watches: Map<string, Watch<readonly PeerInstance[]>>,
    names: readonly string[],
    suffix: string,
    open: (name: string) => Watch<readonly PeerInstance[]>,
  ): void {
    const wanted = new Set(names);
    for (const [name, watch] of watches) {
      if (wanted.has(name)) continue;
      watch[Symbol.dispose]();
      watches.delete(name);
      this.#options.forget({ url: SERVICE_URL, id: `${name}${suffix}` });
    }
    for (const name of names) {
      if (watches.has(name)) continue;
      const watch = open(name);
      watches.set(name, watch);
      follow(
        watch,
        (instances) => {
          if (watches.get(name) !== watch) return;
          this.#put(SERVICE_URL, `${name}${suffix}`, () => encodeInstances(instances));
        },
        this.#options.onError,
      );
    }
  }

  #follow<V>(watch: Watch<V>, tell: (value: V) => void): void {
    this.#watches.push(watch as Watch<unknown>);
    follow(watch, tell, this.#options.onError);
  }

  #put(url: string, id: string, bytes: () => Uint8Array): void {
    this.#options.put({ url, id, bytes });
  }
}
