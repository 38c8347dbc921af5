// SPDX-License-Identifier: Apache-2.0
import { Refusal } from '../refusal.ts';

/** Refuses names that a path can't carry unchanged, with Consul's texts (which answers them with 500). */
export function checkKeyName(key: string): void {
  if (key.startsWith(' ') || key.endsWith(' ')) throw spaces();
  if (key.split('/').includes('..')) throw traversal();
  const decoded = decodedOnce(key);
  if (decoded === key) return;
  if (decoded.includes('..')) throw traversal();
  if (decoded.includes(' ')) throw spaces();
}

function decodedOnce(key: string): string {
  if (!key.includes('%')) return key;
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

function spaces(): Refusal {
  const text = 'invalid key name, leading/trailing spaces are not allowed';
  return new Refusal('rpc-error', text);
}

function traversal(): Refusal {
  return new Refusal('rpc-error', 'invalid key name, path traversal is not allowed');
}
