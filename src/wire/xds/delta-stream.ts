// SPDX-License-Identifier: Apache-2.0
// The delta xDS machine of one proxy (dataplane §3.3–3.5). In: requests and resource sets. Out: the
// responses to send now, make before break: clusters → endpoints → listeners → routes, then removals;
// listeners and routes wait until what they refer to is acknowledged. Pure: no socket, no clock.
import { DeltaType, type Nack, type TypeDelta, type TypeRequest } from './delta-type.ts';
import {
  RESOURCE_TYPES,
  type Resource,
  type ResourceSet,
  type ResourceType,
} from './resource-set.ts';

// What is referred to comes before what refers to it.
const SEND_ORDER = ['secrets', 'clusters', 'endpoints', 'listeners', 'routes'] as const;

export interface DeltaResponse extends TypeDelta {
  readonly type: ResourceType;
  /** Per-stream counter, 8 hex digits. */
  readonly nonce: string;
}

export class DeltaStream {
  readonly #types: Record<ResourceType, DeltaType>;
  #mayBeEmpty: ReadonlySet<ResourceType> = new Set();
  #resources: ResourceSet | undefined;
  #nonce = 0;

  constructor() {
    this.#types = Object.fromEntries(
      RESOURCE_TYPES.map((type) => [type, new DeltaType()]),
    ) as Record<ResourceType, DeltaType>;
  }

  request(type: ResourceType, request: TypeRequest): Nack | undefined {
    return this.#types[type].request(request);
  }

  /** Whether something of the type was refused by itself and has not been replaced since. */
  hasRefused(type: ResourceType): boolean {
    return this.#types[type].hasRefused(this.#resources?.[type]);
  }

  /**
   * What the proxy should have from now on; `mayBeEmpty` are the types that a proxy of its kind may
   * legally have none of (dataplane §3.5, "Empty first response").
   */
  resources(resources: ResourceSet, mayBeEmpty: ReadonlySet<ResourceType>): void {
    this.#resources = resources;
    this.#mayBeEmpty = mayBeEmpty;
  }

  /** The next response to send, or undefined when there is nothing to say until something happens. */
  next(): DeltaResponse | undefined {
    const resources = this.#resources;
    if (resources === undefined) return undefined;
    for (const type of SEND_ORDER) {
      const isParent = type === 'listeners' || type === 'routes';
      if (isParent && this.#isWaitingFor('clusters', 'endpoints')) return undefined;
      const state = this.#types[type];
      const delta = state.changes(resources[type], this.#mayBeEmpty.has(type));
      if (delta !== undefined) return this.#send(type, delta);
      if (!isParent) continue;
      const removal = state.removals(resources[type]);
      if (removal !== undefined) return this.#send(type, removal);
    }
    // A cluster goes only after the listeners and routes that used it are known to be gone.
    if (this.#isWaitingFor('listeners', 'routes')) return undefined;
    for (const type of ['clusters', 'endpoints', 'secrets'] as const) {
      const removal = this.#types[type].removals(resources[type]);
      if (removal !== undefined) return this.#send(type, removal);
    }
    return undefined;
  }

  #isWaitingFor(...types: readonly ResourceType[]): boolean {
    return types.some((type) => this.#types[type].isWaiting);
  }

  #send(type: ResourceType, delta: TypeDelta): DeltaResponse {
    this.#nonce += 1;
    const nonce = this.#nonce.toString(16).padStart(8, '0');
    for (const resource of delta.resources) this.#forgetChildren(resource);
    this.#types[type].sent(nonce, delta);
    return { ...delta, type, nonce };
  }

  #forgetChildren(resource: Resource): void {
    for (const child of resource.children ?? []) this.#types[child.type].forget(child.name);
  }
}
