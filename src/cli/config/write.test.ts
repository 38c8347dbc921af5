// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const request = 'PUT /v1/config';
const hcl = 'Kind = "service-defaults"\nName = "web"\nProtocol = "http"';
const json = '{"Kind":"service-defaults","Name":"web","Protocol":"http"}';
const written = 'Config entry written: service-defaults/web\n';

testCommands({
  'HCL is written': {
    run: 'config write -',
    input: hcl,
    answers: { [request]: true },
    out: written,
    requests: [`${request} ${json}`],
  },
  'JSON is written': {
    run: 'config write -',
    input: json,
    answers: { [request]: true },
    out: written,
    requests: [`${request} ${json}`],
  },
  'what an entry may hold is the server’s to say': {
    run: 'config write -',
    input: 'kind = "thing-to-come"\nname = "x"\nsome { block = 1 }',
    answers: { [request]: new Reply(400, 'Request decoding failed: …') },
    code: 1,
    err: 'Failed to decode config entry input: …\n',
    requests: [`${request} {"kind":"thing-to-come","name":"x","some":[{"block":1}]}`],
  },
  'several things that are wrong with an entry': {
    run: 'config write -',
    input: hcl,
    answers: {
      [request]: new Reply(
        400,
        'Request decoding failed: 1 error occurred:\n\t* invalid config key "X"\n\n',
      ),
    },
    code: 1,
    err: 'Failed to decode config entry input: 1 error occurred:\n\t* invalid config key "X"\n\n\n',
  },
  'a namespace': {
    run: 'config write -',
    input: hcl,
    answers: {
      [request]: new Reply(
        400,
        'Request decoding failed: 1 error occurred:\n\t* invalid config key "Namespace", namespaces are a consul enterprise feature\n\n',
      ),
    },
    code: 1,
    err: 'Error writing config entry service-defaults/web: Unexpected response code: 400 (Request decoding failed: 1 error occurred:\n\t* invalid config key "Namespace", namespaces are a consul enterprise feature)\n',
  },
  'the mesh entry, which has no name': {
    run: 'config write -',
    input: 'Kind = "mesh"',
    answers: { [request]: true },
    out: 'Config entry written: mesh/mesh\n',
  },
  'what makes the mesh less secure': {
    run: 'config write -',
    input: 'kind = "mesh"\nallow_enabling_permissive_mutual_tls = true',
    answers: { [request]: true },
    out: 'Config entry written: mesh/mesh\n',
    err: 'WARNING: AllowEnablingPermissiveMutualTLS=true lets entries of the kinds proxy-defaults and service-defaults set MutualTLSMode=permissive, which is insecure. Those that do are listed by `causeway config list -kind service-defaults -filter \'MutualTLSMode == "permissive"\'`.\n',
  },
  'keys that only files have': {
    run: 'config write -',
    input:
      'kind = "file-system-certificate" name = "c" private_key = "/k" meta { private_key = "x" }',
    answers: { [request]: true },
    out: 'Config entry written: file-system-certificate/c\n',
    requests: [
      `${request} {"kind":"file-system-certificate","name":"c","PrivateKey":"/k","meta":[{"private_key":"x"}]}`,
    ],
  },
  'keys that only files have, inside': {
    run: 'config write -',
    input: '{"kind":"api-gateway","name":"g","listeners":[{"tls":{"tls_min_version":"TLSv1_2"}}]}',
    answers: { [request]: true },
    out: 'Config entry written: api-gateway/g\n',
    requests: [
      `${request} {"kind":"api-gateway","name":"g","listeners":[{"tls":{"MinVersion":"TLSv1_2"}}]}`,
    ],
  },
  'at an index': {
    run: 'config write -cas -modify-index 7 -',
    input: hcl,
    answers: { [`${request}?cas=7`]: true },
    out: written,
  },
  'only if there is none': {
    run: 'config write -cas -',
    input: hcl,
    answers: { [`${request}?cas=0`]: false },
    code: 1,
    err: 'Config entry not updated: service-defaults/web\n',
  },
  'an index that nobody compares with': {
    run: 'config write -modify-index=7 -',
    code: 1,
    err: 'Cannot specify -modify-index without -cas\n',
  },
  nothing: {
    run: 'config write',
    code: 1,
    err: 'Must provide exactly one positional argument to specify the config entry to write\n',
  },
  'a flag after the file': {
    run: 'config write - -cas',
    code: 1,
    err: 'Must provide exactly one positional argument to specify the config entry to write\n',
  },
  'a file that is not there': {
    run: 'config write /nowhere',
    code: 1,
    err: 'Failed to load data: Failed to read file: open /nowhere: no such file or directory\n',
  },
  'an empty file': {
    run: 'config write -',
    code: 1,
    err: 'Failed to decode config entry input: Payload does not contain a kind/Kind key at the top level\n',
    requests: [],
  },
  'a kind that is no text': {
    run: 'config write -',
    input: 'Kind = 3',
    code: 1,
    err: 'Failed to decode config entry input: Kind value in payload is not a string\n',
    requests: [],
  },
  'broken JSON': {
    run: 'config write -',
    input: '{"Kind": }',
    code: 1,
    err: "Failed to decode config entry input: invalid character '}' looking for beginning of value\n",
    requests: [],
  },
  'broken HCL': {
    run: 'config write -',
    input: 'Kind = "a"\nName = {',
    code: 1,
    err: 'Failed to decode config entry input: At 2:9: object expected closing RBRACE got: EOF\n',
    requests: [],
  },
});
