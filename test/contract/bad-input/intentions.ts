// SPDX-License-Identifier: Apache-2.0
import type { BadInput } from './bad-input.ts';

const BASE = '/v1/connect/intentions';
const EXACT = `${BASE}/exact`;
const ENDS = 'source=web&destination=db';
const ID = '11111111-2222-4333-8444-555555555555';
const NO_SOURCE = "required query parameter 'source' not set";
const NO_DESTINATION = "required query parameter 'destination' not set";
const UNKNOWN = 'json: unknown field "Wibble"';
const WRONG_TYPE =
  'json: cannot unmarshal number into Go struct field .Alias.Description of type string';
const TOO_LONG = `source "a/b/c/d" is invalid: input can contain at most two '/'`;
const NO_ID = 'failed config entry lookup: index error: UUID must be 36 characters';
const BAD_DIGIT =
  "failed config entry lookup: index error: Invalid UUID: encoding/hex: invalid byte: U+007A 'z'";
const BAD_ID = '11111111-2222-4333-8444-55555555555z';
const FAILED = 'Failed to decode request body: ';

export const intentionsBadInput: readonly BadInput[] = [
  ['GET', `${BASE}/nonsense?ns=x`, '', 400, NO_ID],
  ['GET', `${BASE}/nonsense?dc=ghost`, '', 500, 'No path to datacenter'],
  ['GET', `${BASE}/?wait=x`, '', 400, 'Invalid wait time'],
  ['DELETE', `${BASE}/nonsense?ns=x&dc=ghost`, '', 500, `Intention lookup failed: ${NO_ID}`],
  ['PUT', `${BASE}/nonsense?dc=ghost`, '{}', 500, `Intention lookup failed: ${NO_ID}`],
  ['PUT', `${BASE}/${ID}`, '{', 400, 'Request decode failed: unexpected EOF'],
  ['GET', `${BASE}?filter=x&dc=ghost`, '', 500, 'No path to datacenter'],
  ['GET', `${BASE}?filter=x&wait=x`, '', 400, 'Invalid wait time'],
  ['GET', `${BASE}/check?${ENDS}&index=x&ns=x`, '', 400, 'Invalid index'],
  [
    'PUT',
    `${EXACT}?${ENDS}`,
    '{"Hash":1}',
    400,
    'Request decode failed: json: cannot unmarshal number into Go struct field .Hash of type string',
  ],
  ['GET', `${BASE}/x`, '', 400, NO_ID],
  ['GET', `${BASE}/${BAD_ID}`, '', 400, BAD_DIGIT],
  ['DELETE', `${BASE}/x`, '', 500, `Intention lookup failed: ${NO_ID}`],
  ['DELETE', `${BASE}/${BAD_ID}`, '', 500, `Intention lookup failed: ${BAD_DIGIT}`],
  ['PUT', `${BASE}/x`, '{"DestinationName":"db"}', 500, `Intention lookup failed: ${NO_ID}`],
  [
    'PUT',
    `${BASE}/${ID}`,
    '{"DestinationName":"db"}',
    500,
    `Cannot modify non-existent intention: '${ID}'`,
  ],
  ['GET', `${BASE}/match?name=db`, '', 500, "required query parameter 'by' not set"],
  [
    'GET',
    `${BASE}/match?by=up&name=db`,
    '',
    500,
    "'by' parameter must be one of 'source' or 'destination'",
  ],
  ['GET', `${BASE}/match?by=source`, '', 500, "required query parameter 'name' not set"],
  ['GET', `${BASE}/check?destination=db`, '', 500, NO_SOURCE],
  ['GET', `${BASE}/check?${ENDS}&source-type=x`, '', 500, 'unsupported SourceType: "x"'],
  ['GET', `${BASE}/check?source=a/b/c/d&destination=db`, '', 500, TOO_LONG],
  ['GET', `${EXACT}?source=web`, '', 500, NO_DESTINATION],
  ['GET', `${EXACT}?${ENDS}`, '', 404, 'Intention not found'],
  ['DELETE', `${EXACT}?destination=db`, '', 500, NO_SOURCE],
  ['PUT', `${EXACT}?source=web`, '{}', 500, NO_DESTINATION],
  ['PUT', `${EXACT}?${ENDS}`, '{', 400, 'Request decode failed: unexpected EOF'],
  ['PUT', `${EXACT}?${ENDS}`, '{"Wibble":1}', 400, `Request decode failed: ${UNKNOWN}`],
  ['PUT', `${EXACT}?${ENDS}`, '{"Description":7}', 400, `Request decode failed: ${WRONG_TYPE}`],
  ['PUT', `${EXACT}?${ENDS}`, '{}', 500, "Sources[0].Action must be set to 'allow' or 'deny'"],
  ['PUT', `${EXACT}?${ENDS}`, '{"Meta":{"a":"b"}}', 500, 'Meta must not be specified'],
  ['POST', BASE, '{', 500, `${FAILED}unexpected EOF`],
  ['POST', BASE, '{"Wibble":1}', 500, FAILED + UNKNOWN],
  ['POST', BASE, '{"Description":7}', 500, FAILED + WRONG_TYPE],
  ['POST', BASE, '{"SourceName":"a"}', 403, 'Permission denied'],
  ['POST', BASE, '{"DestinationName":"a"}', 500, /SourceName must be set/],
  [
    'POST',
    BASE,
    '{"DestinationName":"a","SourceNS":"x"}',
    400,
    'Invalid SourceNS(x): Namespaces is a Consul Enterprise feature',
  ],
  ['PUT', `${BASE}/${ID}`, '{"Wibble":1}', 400, `Request decode failed: ${UNKNOWN}`],
  ['PUT', `${BASE}/${ID}`, '{"Description":7}', 400, `Request decode failed: ${WRONG_TYPE}`],
  [
    'PUT',
    `${BASE}/${ID}`,
    '{"SourceName":"a","DestinationName":"b","Action":"allow"}',
    500,
    `Cannot modify non-existent intention: '${ID}'`,
  ],
  ['GET', `${BASE}/${ID}`, '', 404, 'Intention not found'],
  [
    'GET',
    `${BASE}/x`,
    '',
    400,
    'failed config entry lookup: index error: UUID must be 36 characters',
  ],
  ['DELETE', `${BASE}/${ID}`, '', 500, `Cannot delete non-existent intention: '${ID}'`],
];
