// SPDX-License-Identifier: Apache-2.0
// The stream protocol as a state machine (peering-protocol §4). In: messages of the peer, and what became
// of the resources that it sent. Out: what to do next. It has no socket, no clock and no storage, and it
// is the same on both ends but for what a dialer asks and checks.
import type { Any } from '@bufbuild/protobuf/wkt';
import { Operation, type ReplicationMessage } from '../../gen/consul/peerstream_pb.ts';
import type {
  ReplicationMessage_Request as Request,
  ReplicationMessage_Response as Response,
} from '../../gen/consul/peerstream_pb.ts';
import {
  ack,
  INTERNAL,
  INVALID_ARGUMENT,
  nack,
  RESOURCE_URLS,
  SERVER_ADDRESSES_URL,
  subscription,
} from './messages.ts';

export type Role = 'dialer' | 'acceptor';

/** A resource of the peer that passed the protocol's checks; what is in it has not been looked at. */
export interface Incoming {
  readonly nonce: string;
  readonly url: string;
  readonly id: string;
  readonly resource: Any;
}

/** Ends a stream; the code is what an acceptor answers its RPC with. */
export interface StreamFailure {
  readonly grpcCode: number;
  readonly message: string;
}

export type Step =
  | { readonly do: 'send'; readonly message: ReplicationMessage }
  /** The peer has asked for this type: push it from now on. */
  | { readonly do: 'serve'; readonly url: string }
  /** Take the resource in and come back with `applied`. */
  | { readonly do: 'apply'; readonly incoming: Incoming }
  /** The peer could not be understood, and was told so. */
  | { readonly do: 'note'; readonly problem: string }
  | { readonly do: 'confirm'; readonly nonce: string }
  | { readonly do: 'refuse'; readonly nonce: string; readonly message: string }
  | { readonly do: 'beat' }
  /** The peer has deleted the peering. */
  | { readonly do: 'terminate' }
  | { readonly do: 'fail'; readonly failure: StreamFailure };

export interface StreamOptions {
  readonly role: Role;
  /** The acceptor's id of the peering when we dial, else ''. */
  readonly remoteId: string;
}

const NOTHING: readonly Step[] = [];
const MAX_REASON_CHARS = 1_024;

export class PeerStream {
  readonly #options: StreamOptions;
  readonly #subscribed = new Set<string>();
  #isOver = false;

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  /** The subscriptions; they are sent at once, without waiting for the peer's. */
  start(): readonly Step[] {
    const { role, remoteId } = this.#options;
    return RESOURCE_URLS.filter((url) => role === 'dialer' || url !== SERVER_ADDRESSES_URL).map(
      (url) => ({ do: 'send', message: subscription(url, remoteId) }),
    );
  }

  receive({ Payload: payload }: ReplicationMessage): readonly Step[] {
    if (this.#isOver) return NOTHING;
    switch (payload.case) {
      case 'request':
        return this.#request(payload.value);
      case 'response':
        return this.#response(payload.value);
      case 'heartbeat':
        return [{ do: 'beat' }];
      case 'terminated':
        this.#isOver = true;
        return [{ do: 'terminate' }];
      default:
        return NOTHING;
    }
  }

  /** The answer to a resource: taken in, or `failure` says why not. */
  applied({ nonce, url, id }: Incoming, failure?: string): readonly Step[] {
    if (this.#isOver) return NOTHING;
    if (failure === undefined) return [{ do: 'send', message: ack(url, nonce) }];
    const text = `upsert error, ResourceURL: "${url}", ResourceID: "${id}": ${failure}`;
    return this.#refuse(url, nonce, INTERNAL, text);
  }

  #request(request: Request): readonly Step[] {
    const { ResourceURL: url, ResponseNonce: nonce, Error: error } = request;
    if (!RESOURCE_URLS.includes(url)) {
      return this.#fail(`subscription request to unknown resource URL: ${clip(url)}`);
    }
    if (!this.#subscribed.has(url)) return this.#subscribe(request);
    if (error === undefined) return nonce === '' ? NOTHING : [{ do: 'confirm', nonce }];
    return [{ do: 'refuse', nonce, message: clip(error.message) }];
  }

  #subscribe(request: Request): readonly Step[] {
    const { role, remoteId } = this.#options;
    const { PeerID: peerId, ResourceURL: url, ResponseNonce: nonce, Error: error } = request;
    if (role === 'dialer' && peerId !== '' && peerId !== remoteId) {
      return this.#fail(
        'initial subscription requests for a resource type must have consistent PeerID values: ' +
          `got="${clip(peerId)}" expected="${remoteId}"`,
      );
    }
    if (nonce !== '') {
      return this.#fail(
        'initial subscription requests for a resource type must not contain a nonce',
      );
    }
    if (error !== undefined) {
      return this.#fail(
        'initial subscription request for a resource type must not contain an error',
      );
    }
    this.#subscribed.add(url);
    return [{ do: 'serve', url }];
  }

  #response(response: Response): readonly Step[] {
    const { ResourceURL: url, ResourceID: id, Nonce: nonce, Resource: resource } = response;
    const problem = problemOf(response);
    if (problem !== undefined) return this.#refuse(url, nonce, INVALID_ARGUMENT, problem);
    if (resource === undefined) return NOTHING;
    return [{ do: 'apply', incoming: { nonce, url, id, resource } }];
  }

  #refuse(url: string, nonce: string, code: number, problem: string): readonly Step[] {
    const message = clip(problem);
    return [
      { do: 'note', problem: message },
      { do: 'send', message: nack(url, nonce, code, message) },
    ];
  }

  #fail(message: string): readonly Step[] {
    this.#isOver = true;
    return [{ do: 'fail', failure: { grpcCode: INVALID_ARGUMENT, message } }];
  }
}

/** The first of the protocol's rules that a response breaks. */
function problemOf(response: Response): string | undefined {
  const { ResourceURL: url, ResourceID: id, Nonce: nonce, Resource: resource } = response;
  if (!RESOURCE_URLS.includes(url)) return `received response for unknown resource type "${url}"`;
  if (nonce === '') return `received response without a nonce for: ${url}:${id}`;
  if (response.operation === Operation.UNSPECIFIED) {
    return 'unsupported operation: "OPERATION_UNSPECIFIED"';
  }
  if (response.operation !== Operation.UPSERT) {
    return `unsupported operation: ${String(response.operation)}`;
  }
  return resource === undefined ? 'received upsert response with no content' : undefined;
}

/** A peer's text in ours: not endless. */
function clip(text: string): string {
  return text.length <= MAX_REASON_CHARS ? text : `${text.slice(0, MAX_REASON_CHARS)}…`;
}
