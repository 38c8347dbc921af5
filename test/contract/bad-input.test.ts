// SPDX-License-Identifier: Apache-2.0
// Requests that make no sense: each is answered with the status and the text of a real Consul, to which the same
// requests were sent, and leaves everything as it was.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Cluster, startCluster, succeed } from '../cluster/cluster.ts';

type BadRequest = readonly [
  method: string,
  path: string,
  body: string,
  status: number,
  text: string,
];

const requests: readonly BadRequest[] = [
  [
    'PUT',
    '/v1/agent/service/register',
    '{"Name": "x",',
    400,
    'Request decode failed: unexpected EOF',
  ],
  [
    'PUT',
    '/v1/agent/service/register',
    '{"Name":"x","Connect":{"SidecarService":{"Connect":{"SidecarService":{}}}}}',
    400,
    'Validation failed: 1 error occurred:\n\t* A SidecarService cannot have a nested SidecarService\n\n',
  ],
  [
    'PUT',
    '/v1/agent/service/register',
    '{"Name":"x","Weights":{"Passing":0,"Warning":0}}',
    400,
    'Invalid Weights: Passing must be greater than 0',
  ],
  [
    'PUT',
    '/v1/agent/service/register',
    '{"Name":"x","Meta":{"":"x"}}',
    400,
    "Invalid Service Meta: Couldn't load metadata pair ('', 'x'): Key cannot be blank",
  ],
  [
    'PUT',
    '/v1/agent/service/deregister/ghost',
    '',
    404,
    'Unknown service ID "ghost". Ensure that the service ID is passed, not the service name.',
  ],
  [
    'PUT',
    '/v1/agent/service/maintenance/ghost?enable=true',
    '',
    404,
    'Unknown service ID "ghost". Ensure that the service ID is passed, not the service name.',
  ],
  ['PUT', '/v1/agent/service/maintenance/dock', '', 400, 'Missing value for enable'],
  [
    'PUT',
    '/v1/agent/service/maintenance/dock?enable=maybe',
    '',
    400,
    'Invalid value for enable: "maybe"',
  ],
  [
    'PUT',
    '/v1/agent/check/pass/ghost',
    '',
    404,
    'Unknown check ID "ghost". Ensure that the check ID is passed, not the check name.',
  ],
  [
    'PUT',
    '/v1/agent/check/register',
    '{"Name":"c","TTL":"10s","ServiceID":"ghost"}',
    404,
    'ServiceID "ghost" does not exist',
  ],
  ['PUT', '/v1/agent/check/register', '{"TTL":"10s"}', 400, 'Missing check name'],
  [
    'PUT',
    '/v1/agent/check/register',
    '{"Name":"c"}',
    400,
    'Invalid check: TTL must be > 0 for TTL checks',
  ],
  ['PUT', '/v1/catalog/register', '{"Node":', 400, 'Request decode failed: unexpected EOF'],
  ['PUT', '/v1/catalog/register', '{}', 500, 'Must provide node'],
  [
    'PUT',
    '/v1/catalog/register',
    '{"Node":"n","Address":"1.1.1.1","Wibble":1,"Service":{"Service":""}}',
    400,
    'Request decode failed: json: unknown field "Wibble"',
  ],
  [
    'PUT',
    '/v1/catalog/register',
    '{"ID":"short","Node":"n","Address":"1.1.1.1"}',
    500,
    'Bad node ID: uuid string is wrong length',
  ],
  [
    'PUT',
    '/v1/catalog/register',
    '"text"',
    400,
    'Request decode failed: json: cannot unmarshal string into Go value of type structs.RegisterRequest',
  ],
  ['PUT', '/v1/catalog/deregister', '{}', 500, 'Must provide node'],
  ['PUT', '/v1/catalog/deregister', '{"Node"', 400, 'Request decode failed: unexpected EOF'],
  ['PUT', '/v1/config', '{"Kind"', 400, 'Request decoding failed: unexpected EOF'],
  [
    'PUT',
    '/v1/config',
    '[]',
    400,
    "Request decoding failed: '' expected type 'map[string]interface {}', got unconvertible type '[]interface {}'",
  ],
  [
    'PUT',
    '/v1/config',
    '{}',
    400,
    'Request decoding failed: Payload does not contain a kind/Kind key at the top level',
  ],
  [
    'PUT',
    '/v1/config?cas=abc',
    '{"Kind":"service-defaults","Name":"x"}',
    500,
    'strconv.ParseUint: parsing "abc": invalid syntax',
  ],
  ['PUT', '/v1/config', '{"Kind":"service-defaults"}', 500, 'Name is required'],
  [
    'PUT',
    '/v1/config',
    '{"Kind":"service-defaults","Name":"x","Wibble":1,"Other":2}',
    400,
    'Request decoding failed: 2 errors occurred:\n\t* invalid config key "Wibble"\n\t* invalid config key "Other"\n\n',
  ],
  [
    'PUT',
    '/v1/config',
    '{"Kind":"proxy-defaults","Name":"other"}',
    500,
    'invalid name ("other"), only "global" is supported',
  ],
  [
    'PUT',
    '/v1/config',
    '{"Kind":"exported-services","Name":"other","Services":[]}',
    500,
    'exported-services Name must be "default"',
  ],
  [
    'PUT',
    '/v1/config',
    '{"Kind":"exported-services","Name":"default","Services":[{"Name":"","Consumers":[{"Peer":"x"}]}]}',
    500,
    'Services[0]: service name cannot be empty',
  ],
  [
    'PUT',
    '/v1/config',
    '{"Kind":"exported-services","Name":"default","Services":[{"Name":"dock","Consumers":[]}]}',
    500,
    'Services[0]: must have at least one consumer',
  ],
  [
    'PUT',
    '/v1/config',
    '{"Kind":"exported-services","Name":"default","Services":[{"Name":"dock","Consumers":[{"Peer":"*"}]}]}',
    500,
    'Services[0].Consumers[0]: exporting to all peers (wildcard) is not supported',
  ],
  [
    'PUT',
    '/v1/config',
    '{"Kind":"service-intentions","Name":"dock","Sources":[]}',
    500,
    'At least one source is required',
  ],
  [
    'PUT',
    '/v1/config',
    '{"Kind":"service-intentions","Name":"dock","Sources":[{"Name":"a","Action":"maybe"}]}',
    500,
    "Sources[0].Action must be set to 'allow' or 'deny'",
  ],
  [
    'PUT',
    '/v1/config',
    '{"Kind":"service-intentions","Name":"dock","Sources":[{"Name":"","Action":"allow"}]}',
    500,
    'Sources[0].Name is required',
  ],
  [
    'PUT',
    '/v1/config',
    '{"Kind":"service-intentions","Name":"dock","Sources":[{"Name":"a","Action":"allow"},{"Name":"a","Action":"deny"}]}',
    500,
    'Sources[1] defines "a" more than once',
  ],
  [
    'PUT',
    '/v1/config',
    '{"Kind":"service-intentions","Name":"do*","Sources":[{"Name":"a","Action":"allow"}]}',
    500,
    "Name: wildcard character '*' cannot be used with partial values",
  ],
  [
    'PUT',
    '/v1/config',
    '{"Kind":"service-intentions","Name":"dock","Sources":[{"Name":"a","Action":"allow","Permissions":[{"Action":"allow","HTTP":{"PathPrefix":"/"}}]}]}',
    500,
    'Sources[0].Action must be omitted if Permissions are specified',
  ],
  [
    'PUT',
    '/v1/config',
    '{"Kind":"service-intentions","Name":"dock","Sources":[{"Name":"a","Permissions":[{"Action":"allow","HTTP":{"PathPrefix":"no-slash"}}]}]}',
    500,
    "Sources[0].Permissions[0].HTTP.PathPrefix doesn't start with '/': \"no-slash\"",
  ],
  ['DELETE', '/v1/config/wibble/x', '', 400, 'invalid config entry kind: wibble'],
  ['DELETE', '/v1/config/service-defaults', '', 404, 'Must provide both a kind and name to delete'],
  ['GET', '/v1/config/wibble', '', 500, 'invalid config entry kind: wibble'],
  ['POST', '/v1/peering/token', '{"PeerName"', 400, 'Body decoding failed: unexpected EOF'],
  [
    'POST',
    '/v1/peering/token',
    '{}',
    400,
    'PeerName is required in the payload when generating a new peering token.',
  ],
  [
    'POST',
    '/v1/peering/token',
    '{"PeerName":"Bad_Name!"}',
    500,
    "Bad_Name! is not a valid peer name: a valid peering name must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  ],
  [
    'POST',
    '/v1/peering/token',
    '{"PeerName":"a..b"}',
    500,
    "a..b is not a valid peer name: a valid peering name must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  ],
  [
    'POST',
    '/v1/peering/token',
    '{"PeerName":"x","Wibble":1}',
    400,
    'Body decoding failed: json: unknown field "Wibble"',
  ],
  [
    'POST',
    '/v1/peering/token',
    '{"PeerName":"x","Meta":{"":"v"}}',
    500,
    "meta tags failed validation: Couldn't load metadata pair ('', 'v'): Key cannot be blank",
  ],
  [
    'PUT',
    '/v1/peering/token',
    '{"PeerName":"x","Partition":"other"}',
    405,
    'method PUT not allowed',
  ],
  ['POST', '/v1/peering/establish', '{', 400, 'Body decoding failed: unexpected EOF'],
  [
    'POST',
    '/v1/peering/establish',
    '{}',
    400,
    'PeerName is required in the payload when establishing a peering.',
  ],
  [
    'POST',
    '/v1/peering/establish',
    '{"PeerName":"x"}',
    400,
    'PeeringToken is required in the payload when establishing a peering.',
  ],
  [
    'POST',
    '/v1/peering/establish',
    '{"PeerName":"-x","PeeringToken":"abc"}',
    500,
    "-x is not a valid peer name: a valid peering name must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  ],
  ['GET', '/v1/peering/ghost', '', 404, 'Peering not found for "ghost"'],
  ['GET', '/v1/peering/', '', 400, 'Must specify a name to fetch.'],
  ['PUT', '/v1/peering/ghost', '', 405, 'method PUT not allowed'],
  ['GET', '/v1/health/service/dock?index=abc', '', 400, 'Invalid index'],
  ['GET', '/v1/health/service/dock?wait=soon&index=1', '', 400, 'Invalid wait time'],
  ['GET', '/v1/health/service/dock?passing=maybe', '', 400, 'Invalid value for ?passing'],
  ['GET', '/v1/health/service/', '', 400, 'Missing service name'],
  ['GET', '/v1/catalog/nodes?dc=ghost', '', 500, 'No path to datacenter'],
  [
    'GET',
    '/v1/catalog/services?near=_agent&stale&consistent',
    '',
    400,
    'Cannot specify ?stale with ?consistent, conflicting semantics.',
  ],
  ['POST', '/v1/catalog/nodes', '', 405, 'method POST not allowed'],
  ['GET', '/v1/agent/service/ghost', '', 404, 'unknown service ID: ghost'],
  ['GET', '/v1/wibble', '', 404, 'Invalid URL path: not a recognized HTTP API endpoint\n'],
  [
    'GET',
    '/wibble',
    '',
    404,
    "Invalid URL path: if attempting to use the HTTP API, ensure the path starts with '/v1/'\n",
  ],
  ['GET', '/v1/catalog/node/%zz', '', 400, '400 Bad Request'],
];

/** Everything that can be read, and the index of each. */
const READS = [
  '/v1/agent/services',
  '/v1/agent/checks',
  '/v1/catalog/nodes',
  '/v1/catalog/services',
  '/v1/health/state/any',
  '/v1/config/service-defaults',
  '/v1/config/service-intentions',
  '/v1/config/exported-services',
  '/v1/config/proxy-defaults',
  '/v1/connect/ca/roots',
  '/v1/peerings',
] as const;

let cluster: Cluster;
before(async () => {
  cluster = await startCluster({ datacenter: 'dc1' });
  const service = { Name: 'dock', Port: 80, Check: { TTL: '10m', Status: 'passing' } };
  await succeed(cluster, 'PUT', '/v1/agent/service/register', service);
  const entry = { Kind: 'service-defaults', Name: 'dock', Protocol: 'tcp' };
  await succeed(cluster, 'PUT', '/v1/config', entry);
  await succeed(cluster, 'POST', '/v1/peering/token', { PeerName: 'west' });
});
after(() => cluster?.stop());

async function everything(): Promise<unknown[]> {
  return Promise.all(
    READS.map(async (path) => {
      const { status, text, index } = await cluster.request('GET', path);
      return [path, status, text, index];
    }),
  );
}

for (const [method, path, body, status, text] of requests) {
  test(`${method} ${path} ${body}`, async () => {
    const seen = await everything();
    const { at } = cluster.server.core.state;
    const sent = body === '' ? {} : { body };
    const answer = await fetch(`${cluster.url}${path}`, { method, ...sent });
    assert.deepEqual([answer.status, await answer.text()], [status, text]);
    assert.equal(cluster.server.core.state.at, at);
    assert.deepEqual(await everything(), seen);
  });
}

test('a body larger than any that makes sense', async () => {
  const seen = await everything();
  const body = JSON.stringify({ Name: 'dock', Meta: { x: 'x'.repeat(9 * 1024 * 1024) } });
  const targets = ['/v1/agent/service/register', '/v1/catalog/register', '/v1/config'];
  for (const path of targets) {
    const answer = await fetch(`${cluster.url}${path}`, { method: 'PUT', body }).catch(
      () => undefined,
    );
    // A client that is still sending may see nothing but the end of its connection.
    if (answer !== undefined) assert.equal(answer.status, 413, await answer.text());
  }
  assert.deepEqual(await everything(), seen);
});
