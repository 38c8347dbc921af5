// SPDX-License-Identifier: Apache-2.0
// How a command names the two ends of an intention: 'web', 'namespace/web', 'partition/namespace/web', and as a
// source also 'peer:west/web' for a service of a peer, which Consul's command line has no words for.

export interface Target {
  readonly name: string;
  readonly namespace?: string;
  readonly partition?: string;
  readonly peer?: string;
}

const PEER = 'peer:';

/** Throws an Error that says what is wrong with the text. */
export function parseTarget(text: string): Target {
  if (text.startsWith(PEER)) {
    const [peer = '', name = '', ...rest] = text.slice(PEER.length).split('/');
    if (peer !== '' && name !== '' && rest.length === 0) return { peer, name };
    throw new Error(`a service of a peer is written ${PEER}<peer>/<service>`);
  }
  const parts = text.split('/');
  if (parts.length > 3) throw new Error("input can contain at most two '/'");
  const [name = '', namespace, partition] = parts.toReversed();
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(partition === undefined ? {} : { partition }),
  };
}

export const isPeerTarget = (text: string): boolean => text.startsWith(PEER);

/** As parseTarget reads it; the default tenant is left out. */
export function formatTarget({ name, namespace, partition, peer }: Target): string {
  if (peer !== undefined && peer !== '') return `${PEER}${peer}/${name}`;
  const isDefault = (part: string | undefined) => ['', 'default'].includes(part ?? '');
  if (!isDefault(partition)) return [partition, namespace || 'default', name].join('/');
  return isDefault(namespace) ? name : `${namespace}/${name}`;
}
