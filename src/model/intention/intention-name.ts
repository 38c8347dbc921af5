// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../refusal.ts';

/** One end of an intention, as a parameter names it. */
export interface IntentionEnd {
  readonly name: string;
  /** '' for this cluster. */
  readonly peer: string;
}

const PEER = /^peer:([^/]+)\/(.+)$/;

/**
 * 'web', or 'web' with a namespace, or with a partition and a namespace before it, which say nothing here; ours also
 * 'peer:west/web'. `parameter` is named in the Refusal.
 */
export function parseIntentionEnd(parameter: string, text: string): IntentionEnd {
  const [, peer = '', ofPeer] = PEER.exec(text) ?? [];
  if (ofPeer !== undefined) return { name: ofPeer, peer };
  const parts = text.split('/');
  if (parts.length > 3) {
    const quoted = JSON.stringify(text);
    throw new Refusal(
      'rpc-error',
      `${parameter} ${quoted} is invalid: input can contain at most two '/'`,
    );
  }
  return { name: parts.at(-1) ?? '', peer: '' };
}
