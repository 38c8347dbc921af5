// SPDX-License-Identifier: Apache-2.0
import { applyTransaction } from '../../../commands/apply-transaction.ts';
import { Refusal } from '../../../model/refusal.ts';
import { decode, JSON_BODY } from '../../../model/shape/decode.ts';
import { type Operation, transactionShape } from '../../../model/txn/shape.ts';
import { isWrite, transactionOf } from '../../../model/txn/transaction.ts';
import type { HttpContext } from '../context.ts';
import { type BodyLimit, defineEndpoint, type HttpRequest } from '../endpoint.ts';
import { parseExactly, readJson } from '../json.ts';
import { checkDatacenter, readOptions } from '../read-options.ts';
import { replyOf } from './reply.ts';

const MAX_OPERATIONS = 128;
const FAILED = 'Failed to parse body: ';
const SETTING = 'https://developer.hashicorp.com/docs/agent/config/config-files#txn_max_req_len';

/** PUT /v1/txn: does several things as one change, or nothing and says of each why not (409). */
export const txnEndpoint = defineEndpoint({
  method: 'PUT',
  path: '/v1/txn',
  permission: { resource: 'transaction' },
  handle: async (request, context) => {
    const operations = await readOperations(request, context);
    const transaction = transactionOf(operations, context.agent.datacenter);
    const isRead = !transaction.some(isWrite);
    if (isRead) readOptions(request, context);
    else checkDatacenter(request, context);
    const { reply, revision } = await context.commit(applyTransaction, transaction);
    return replyOf(reply, revision, isRead);
  },
});

async function readOperations(
  request: HttpRequest,
  { limits: { kvValueBytes, txnBytes } }: HttpContext,
): Promise<readonly Operation[]> {
  const body = await readJson(request, FAILED, limitOf(txnBytes), parseExactly);
  const { value: operations = [], problems } = decode(transactionShape, body, JSON_BODY);
  const [first] = problems;
  if (first !== undefined) throw new Refusal('invalid-argument', FAILED + first.message);
  if (operations.length > MAX_OPERATIONS) {
    const counts = `(${operations.length} > ${MAX_OPERATIONS})`;
    throw new Refusal('too-large', `Transaction contains too many operations ${counts}`);
  }
  for (const { KV: { Key = '', Value = '' } = {} } of operations) {
    const size = Buffer.byteLength(Value, 'base64');
    if (size <= kvValueBytes) continue;
    const counts = `(${size} > ${kvValueBytes} bytes)`;
    throw new Refusal('too-large', `Value for key ${JSON.stringify(Key)} is too large ${counts}`);
  }
  return operations;
}

function limitOf(maxBytes: number): BodyLimit {
  return {
    maxBytes,
    tooLarge: (bytes) => {
      const size = bytes === undefined ? '' : `(${bytes} bytes)`;
      return `Request body${size} too large, max size: ${maxBytes} bytes. See ${SETTING}.`;
    },
  };
}
