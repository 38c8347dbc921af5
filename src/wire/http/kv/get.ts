// SPDX-License-Identifier: Apache-2.0
import { kvEntry } from '../../../views/kv/entry.ts';
import { kvKeys } from '../../../views/kv/keys.ts';
import { kvTree } from '../../../views/kv/tree.ts';
import { readBlocking } from '../blocking.ts';
import type { HttpContext } from '../context.ts';
import { defineEndpoint, type HttpReply, type HttpRequest } from '../endpoint.ts';
import { checkTenancy, readOptionsAnywhere } from '../read-options.ts';
import { entriesReply } from './entries-reply.ts';
import { keyOf, missingKey } from './key.ts';

// Whoever can write a key must not be able to make a page of the agent's origin.
const RAW_HEADERS = {
  'Content-Type': 'text/plain; charset=utf-8',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': 'sandbox',
};

/** GET /v1/kv/:key: a key; ?recurse all below a prefix, ?keys their names, ?raw the bytes alone. 404 for none. */
export const getEndpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/kv/:key',
  permission: { resource: 'key', access: 'read', of: 'key' },
  handle: (request, context) => {
    readOptionsAnywhere(request, context);
    const key = keyOf(request);
    const isOfMany = request.query.has('keys') || request.query.has('recurse');
    if (key === '' && !isOfMany) throw missingKey();
    checkTenancy(request);
    if (request.query.has('keys')) return replyKeys(request, context, key);
    if (request.query.has('recurse')) return replyTree(request, context, key);
    return replyEntry(request, context, key);
  },
});

async function replyKeys(
  request: HttpRequest,
  context: HttpContext,
  prefix: string,
): Promise<HttpReply> {
  const { query } = request;
  // Consul once misspelled it, and clients still do.
  const separator = query.get('separator') ?? query.get('seperator') ?? '';
  const key = { prefix, separator };
  const { value, revision: index } = await readBlocking(request, context, kvKeys, key);
  // That there is nothing at all is an answer, that there is nothing below a prefix is not.
  const isMissing = value.names.length === 0 && prefix !== '';
  return isMissing ? { status: 404, index } : { json: value.names, index };
}

async function replyTree(
  request: HttpRequest,
  context: HttpContext,
  prefix: string,
): Promise<HttpReply> {
  const { value, revision: index } = await readBlocking(request, context, kvTree, prefix);
  return entriesReply(request, value, index);
}

async function replyEntry(
  request: HttpRequest,
  context: HttpContext,
  key: string,
): Promise<HttpReply> {
  const { value, revision: index } = await readBlocking(request, context, kvEntry, key);
  const [entry] = value;
  if (entry === undefined || !request.query.has('raw')) return entriesReply(request, value, index);
  const bytes = Buffer.from(entry.Value ?? '', 'base64');
  return { bytes, index, headers: RAW_HEADERS };
}
