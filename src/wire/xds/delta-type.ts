// SPDX-License-Identifier: Apache-2.0
// What one delta stream knows about one resource type: what Envoy asked for, what it has, what is on
// its way, what it refused. Pure: no socket, no clock.
import type { Resource } from './resource-set.ts';

/** A request of Envoy for one type (DeltaDiscoveryRequest without its envelope). */
export interface TypeRequest {
  readonly subscribe: readonly string[];
  readonly unsubscribe: readonly string[];
  readonly initialVersions: Readonly<Record<string, string>>;
  readonly nonce: string;
  /** Present in a NACK. */
  readonly errorMessage?: string;
}

/** What to send: whole resources and names that are gone. */
export interface TypeDelta {
  readonly resources: readonly Resource[];
  readonly removed: readonly string[];
}

export interface Nack {
  readonly message: string;
  /** The resources of the refused response; one name means that it alone is at fault. */
  readonly names: readonly string[];
}

interface Pending {
  readonly nonce: string;
  /** name → version sent, or undefined for a removal. */
  readonly versions: Map<string, string | undefined>;
}

export class DeltaType {
  isSubscribed = false;
  #isWildcard = false;
  #hasAnswered = false;
  #pending: Pending | undefined;
  readonly #names = new Set<string>();
  readonly #acked = new Map<string, string>();
  // Versions that Envoy refused: not sent again until they change.
  readonly #refused = new Map<string, string>();
  // After a response with several resources was refused, each of them goes alone, so that the bad one
  // is found and the others get through.
  readonly #alone = new Set<string>();

  get isWaiting(): boolean {
    return this.#pending !== undefined;
  }

  hasRefused(wanted: ReadonlyMap<string, Resource> | undefined): boolean {
    if (this.#alone.size > 0) return true;
    for (const [name, version] of this.#refused) {
      if (wanted?.get(name)?.version === version) return true;
    }
    return false;
  }

  /** Takes a request; returns the refusal if it is one. */
  request(request: TypeRequest): Nack | undefined {
    if (!this.isSubscribed) {
      this.isSubscribed = true;
      this.#isWildcard = request.subscribe.length === 0;
      for (const [name, version] of Object.entries(request.initialVersions)) {
        this.#acked.set(name, version);
        if (!this.#isWildcard) this.#names.add(name);
      }
    }
    for (const name of request.subscribe) {
      if (name === '*') this.#isWildcard = true;
      else this.#names.add(name);
      if (request.initialVersions[name] === undefined) this.#acked.delete(name);
    }
    for (const name of request.unsubscribe) {
      if (name === '*') this.#isWildcard = false;
      this.#names.delete(name);
      this.#acked.delete(name);
    }
    return this.#settle(request);
  }

  /** What is new or changed (and, for wildcards, gone) since Envoy's last word; undefined for nothing. */
  changes(wanted: ReadonlyMap<string, Resource>, emptyIsLegal: boolean): TypeDelta | undefined {
    if (!this.isSubscribed || this.isWaiting) return undefined;
    const names: Iterable<string> = this.#isWildcard ? wanted.keys() : this.#names;
    const resources: Resource[] = [];
    for (const name of names) {
      const resource = wanted.get(name);
      if (resource === undefined || this.#acked.get(name) === resource.version) continue;
      if (this.#refused.get(name) === resource.version) continue;
      if (this.#alone.has(name)) {
        if (resources.length === 0) return { resources: [resource], removed: [] };
        continue;
      }
      resources.push(resource);
    }
    if (resources.length > 0) return { resources, removed: [] };
    // Envoy finishes its start on the first answer, also on an empty one.
    if (!this.#hasAnswered && (wanted.size > 0 || emptyIsLegal)) return { resources, removed: [] };
    return undefined;
  }

  /** Names that Envoy has and that are gone; only wildcard types announce them. */
  removals(wanted: ReadonlyMap<string, Resource>): TypeDelta | undefined {
    if (!this.isSubscribed || this.isWaiting || !this.#isWildcard) return undefined;
    const removed = [...this.#acked.keys()].filter((name) => !wanted.has(name));
    return removed.length === 0 ? undefined : { resources: [], removed };
  }

  sent(nonce: string, delta: TypeDelta): void {
    this.#hasAnswered = true;
    const versions = new Map<string, string | undefined>();
    for (const { name, version } of delta.resources) versions.set(name, version);
    for (const name of delta.removed) versions.set(name, undefined);
    this.#pending = { nonce, versions };
  }

  /** Envoy drops a child with its parent: whatever it acknowledged or is about to no longer counts. */
  forget(name: string): void {
    this.#acked.delete(name);
    this.#pending?.versions.delete(name);
  }

  #settle(request: TypeRequest): Nack | undefined {
    const pending = this.#pending;
    if (pending === undefined || request.nonce === '' || request.nonce !== pending.nonce) {
      return undefined;
    }
    this.#pending = undefined;
    if (request.errorMessage === undefined) {
      for (const [name, version] of pending.versions) {
        this.#alone.delete(name);
        if (version === undefined) this.#acked.delete(name);
        else this.#acked.set(name, version);
      }
      return undefined;
    }
    const names = [...pending.versions.keys()];
    for (const [name, version] of pending.versions) {
      if (names.length > 1) {
        this.#alone.add(name);
      } else {
        this.#alone.delete(name);
        if (version === undefined) this.#acked.delete(name);
        else this.#refused.set(name, version);
      }
    }
    return { message: request.errorMessage, names };
  }
}
