// SPDX-License-Identifier: Apache-2.0
import { type Client, type Query, ResponseError } from './client.ts';
import { parseExactJson, type Uint64 } from './exact-json.ts';

/** A key as the API answers it. */
export interface Pair {
  readonly Key: string;
  readonly CreateIndex: Uint64;
  readonly ModifyIndex: Uint64;
  readonly LockIndex: Uint64;
  readonly Flags: Uint64;
  /** Base64; null when it is empty. */
  readonly Value: string | null;
  readonly Session?: string;
  readonly Partition?: string;
  readonly Namespace?: string;
}

export const keyPath = (key: string): string =>
  `/v1/kv/${key.split('/').map(encodeURIComponent).join('/')}`;

/** The pair of a key or, with `recurse`, those below a prefix; none is an empty list. */
export async function readPairs(
  client: Client,
  key: string,
  query: Query = {},
): Promise<readonly Pair[]> {
  try {
    const { body } = await client.send({ path: keyPath(key), query });
    return parseExactJson<readonly Pair[] | null>(body) ?? [];
  } catch (error) {
    if (error instanceof ResponseError && error.status === 404) return [];
    throw error;
  }
}

export const valueOf = ({ Value }: Pair): Buffer => Buffer.from(Value ?? '', 'base64');
