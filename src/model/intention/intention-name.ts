// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../refusal.ts';

/** One end of an intention, as a parameter names it. */
export interface IntentionEnd {
  readonly name: string;
  /** '' for this cluster. */
  readonly peer: string;
  /** As they were written, '' where they weren't. */
  readonly namespace: string;
  readonly partition: string;
}

const PEER = 'peer:';

/**
 * 'web', or 'web' with a namespace, or with a partition and a namespace before it; of who may be a peer's also
 * 'peer:west/web', with or without a namespace. `parameter` is named in the Refusal.
 */
export function parseIntentionEnd(
  parameter: string,
  text: string,
  { mayBePeer }: { readonly mayBePeer: boolean },
): IntentionEnd {
  const refusal = (why: string) =>
    new Refusal('rpc-error', `${parameter} ${JSON.stringify(text)} is invalid: ${why}`);
  const isPeer = text.startsWith(PEER);
  if (isPeer && !mayBePeer) throw refusal('cannot specify a peer here');
  const parts = text.split('/');
  if (parts.length > 3) throw refusal("input can contain at most two '/'");
  const name = parts.pop() ?? '';
  if (!isPeer)
    return { name, peer: '', namespace: parts.pop() ?? '', partition: parts.pop() ?? '' };
  const [peer = '', namespace = ''] = parts;
  if (peer === '') throw refusal('need to specify the service name as well');
  return { name, peer: peer.slice(PEER.length), namespace, partition: '' };
}

/** Refuses namespaces that only Consul's other edition has; `what` is the first words of its text. */
export function refuseNamespaceOf({ namespace }: IntentionEnd, what: string): void {
  if (namespace === '' || namespace.toLowerCase() === 'default') return;
  const quoted = JSON.stringify(namespace);
  throw new Refusal('rpc-error', `${what} ${quoted}: Namespaces is a Consul Enterprise feature`);
}

/** The same of partitions. */
export function refusePartitionOf({ partition }: IntentionEnd, what: string): void {
  if (partition === '' || partition.toLowerCase() === 'default') return;
  const quoted = JSON.stringify(partition);
  throw new Refusal('rpc-error', `${what} ${quoted}: Partitions is a Consul Enterprise feature`);
}
