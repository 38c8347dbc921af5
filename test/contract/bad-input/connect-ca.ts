// SPDX-License-Identifier: Apache-2.0
import type { BadInput } from './bad-input.ts';

const PATH = '/v1/connect/ca/configuration';
const CONFIGURING = 'error configuring provider: ';

const refusing = (config: object, text: string): BadInput => [
  'PUT',
  PATH,
  JSON.stringify({ Provider: 'consul', Config: config }),
  500,
  CONFIGURING + text,
];

export const connectCaBadInput: readonly BadInput[] = [
  ['PUT', PATH, '', 400, 'Request decode failed: EOF'],
  ['PUT', PATH, '{', 400, 'Request decode failed: unexpected EOF'],
  ['PUT', PATH, '{"X":1}', 400, 'Request decode failed: json: unknown field "X"'],
  [
    'PUT',
    PATH,
    '{"Config":"text"}',
    400,
    'Request decode failed: json: cannot unmarshal string into Go struct field .Alias.Config of type map[string]interface {}',
  ],
  ['PUT', PATH, '{}', 500, 'could not initialize provider: unknown CA provider ""'],
  ['PUT', `${PATH}?dc=ghost`, '{"Provider":"consul"}', 500, 'No path to datacenter'],
  [
    'PUT',
    PATH,
    '{"Provider":"consul","State":{"a":"b"}}',
    400,
    'Provider State is read-only. It must be omitted or identical to the current value',
  ],
  [
    'PUT',
    PATH,
    '{"Provider":"consul","ModifyIndex":999999}',
    500,
    'ModifyIndex did not match existing',
  ],
  refusing({ RootCert: 'x' }, 'must provide a private key when providing a root cert'),
  refusing(
    { CSRMaxPerSecond: 'x' },
    "error decoding config: decoding failed due to the following error(s):\n\n'CSRMaxPerSecond' cannot parse value as 'float32': strconv.ParseFloat: invalid syntax",
  ),
  refusing({ LeafCertTTL: '1s' }, 'leaf cert TTL must be greater or equal than 1h0m0s'),
  refusing({ LeafCertTTL: '9000h' }, 'leaf cert TTL must be less than 8760h0m0s'),
  refusing({ IntermediateCertTTL: '1s' }, 'Intermediate Cert TTL must be greater or equal than 3h'),
  refusing(
    { RootCertTTL: '100h' },
    'root cert TTL is set and is not greater than intermediate cert ttl. root cert ttl: 100h0m0s, intermediate cert ttl: 8760h0m0s',
  ),
  refusing({ PrivateKeyType: 'dsa' }, "private key type must be either 'ec' or 'rsa'"),
  refusing({ PrivateKeyBits: 5 }, 'EC key length must be one of (224, 256, 384, 521) bits'),
  refusing(
    { PrivateKeyType: 'rsa', PrivateKeyBits: 256 },
    'RSA key length must be 2048 or 4096 bits',
  ),
  refusing(
    { LeafCertTTL: 'soon' },
    'error decoding config: decoding failed due to the following error(s):\n\n\'LeafCertTTL\' time: invalid duration "soon"',
  ),
];
