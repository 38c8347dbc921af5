// SPDX-License-Identifier: Apache-2.0
import type { BadInput } from './bad-input.ts';

const TXN = '/v1/txn';
const FAILED = 'Failed to parse body: ';

export const txnBadInput: readonly BadInput[] = [
  ['PUT', TXN, '', 400, `${FAILED}EOF`],
  ['PUT', TXN, '[{', 400, `${FAILED}unexpected EOF`],
  [
    'PUT',
    TXN,
    '{}',
    400,
    `${FAILED}json: cannot unmarshal object into Go value of type api.TxnOps`,
  ],
  ['PUT', TXN, '[{"Wibble":1}]', 400, `${FAILED}json: unknown field "Wibble"`],
  [
    'PUT',
    TXN,
    '[{"KV":{"Verb":7}}]',
    400,
    `${FAILED}json: cannot unmarshal number into Go struct field KVTxnOp.KV.Verb of type api.KVOp`,
  ],
  [
    'PUT',
    TXN,
    '[{"KV":{"Verb":"set","Key":"a","Flags":18446744073709551616}}]',
    400,
    `${FAILED}json: cannot unmarshal number 18446744073709551616 into Go struct field KVTxnOp.KV.Flags of type uint64`,
  ],
  [
    'PUT',
    TXN,
    '[{"KV":{"Verb":"set","Key":"a","Value":"!"}}]',
    400,
    `${FAILED}illegal base64 data at input byte 0`,
  ],
  [
    'PUT',
    TXN,
    '[{"Check":{"Verb":"set","Check":{"Definition":{"Interval":"soon"}}}}]',
    400,
    `${FAILED}time: invalid duration "soon"`,
  ],
  ['PUT', TXN, '[{"KV":{"Verb":"frob","Key":"a"}}]', 409, /unknown KV operation: frob/],
  ['PUT', TXN, '[{"KV":{"Verb":"lock","Key":"a","Session":"ghost"}}]', 409, /invalid session/],
  ['PUT', TXN, '[{"KV":{"Verb":"set"}}]', 409, /Must provide key/],
  ['PUT', TXN, '[{"Node":{"Verb":"set","Node":{}}}]', 409, /Must provide node/],
  [
    'PUT',
    `${TXN}?stale&consistent`,
    '[]',
    400,
    'Cannot specify ?stale with ?consistent, conflicting semantics.',
  ],
];
