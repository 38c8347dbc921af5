// SPDX-License-Identifier: Apache-2.0
import { describe } from 'node:test';
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const path = '/v1/connect/intentions';
const exact = `${path}/exact?destination=db&source=web`;
const entryAt = '/v1/config/service-intentions/db';
const web = {
  SourceNS: 'default',
  SourceName: 'web',
  DestinationNS: 'default',
  DestinationName: 'db',
};
const allowed = { ...web, Action: 'allow', Precedence: 9 };
const peered = { ...allowed, SourcePeer: 'west' };
const permitted = { ...web, Permissions: [{ Action: 'allow', HTTP: { PathPrefix: '/' } }] };
const body = '{"SourceName":"web","DestinationName":"db","SourceType":"consul","Action":"allow"}';
const twoArguments = 'command requires exactly 1 or 2 arguments\n';

describe('intention create:', () => {
  testCommands({
    'one service may connect to another': {
      run: 'intention create web db',
      answers: { [`POST ${path}`]: { ID: '1' } },
      out: 'Created: web => db (allow)\n',
      requests: [`POST ${path} ${body}`],
    },
    'with metadata, and denied': {
      run: 'intention create -deny -meta a=b ns/web part/ns/db',
      answers: { [`POST ${path}`]: { ID: '1' } },
      out: 'Created: ns/web => part/ns/db (deny)\n',
      requests: [
        `POST ${path} {"SourceNS":"ns","SourceName":"web","DestinationPartition":"part","DestinationNS":"ns","DestinationName":"db","SourceType":"consul","Action":"deny","Meta":{"a":"b"}}`,
      ],
    },
    'a service of a peer, the first of its destination': {
      run: 'intention create peer:west/web db',
      answers: { 'PUT /v1/config?cas=0': true },
      out: 'Created: peer:west/web => db (allow)\n',
      requests: [
        `GET ${entryAt}`,
        'PUT /v1/config?cas=0 {"Kind":"service-intentions","Name":"db","Sources":[{"Name":"web","Peer":"west","Action":"allow"}]}',
      ],
    },
    'a service of a peer beside what there is': {
      run: 'intention create -deny peer:west/web db',
      answers: {
        [`GET ${entryAt}`]: new Reply(
          200,
          '{"Kind":"service-intentions","Name":"db","Sources":[{"Name":"web","Action":"allow","LegacyID":"1"}],"Hash":17534602435248341597,"CreateIndex":3,"ModifyIndex":9007199254740993}',
        ),
        'PUT /v1/config?cas=9007199254740993': true,
      },
      out: 'Created: peer:west/web => db (deny)\n',
      requests: [
        `GET ${entryAt}`,
        'PUT /v1/config?cas=9007199254740993 {"Kind":"service-intentions","Name":"db","Sources":[{"Name":"web","Action":"allow"},{"Name":"web","Peer":"west","Action":"deny"}]}',
      ],
    },
    'a service of a peer that has one': {
      run: 'intention create peer:west/web db',
      answers: { [`GET ${entryAt}`]: { Sources: [{ Name: 'web', Peer: 'west' }] } },
      code: 1,
      err: 'Error creating intention "peer:west/web => db (allow)": there is one from peer:west/web already; -replace writes it anew\n',
      requests: [`GET ${entryAt}`],
    },
    'somebody else wrote in between': {
      run: 'intention create peer:west/web db',
      answers: { 'PUT /v1/config?cas=0': false },
      code: 1,
      err: 'Error creating intention "peer:west/web => db (allow)": the intentions were changed meanwhile, please try again\n',
    },
    'a destination that was written as an entry': {
      run: 'intention create web db',
      answers: {
        [`POST ${path}`]: new Reply(500, 'cannot use legacy intention API to edit intentions'),
        [`GET ${entryAt}`]: { Kind: 'service-intentions', Name: 'db', Sources: [], ModifyIndex: 4 },
        'PUT /v1/config?cas=4': true,
      },
      out: 'Created: web => db (allow)\n',
    },
    'in place of one with an id': {
      run: 'intention create -replace web db',
      answers: { [`GET ${exact}`]: { ...allowed, ID: '1' }, [`PUT ${path}/1`]: {} },
      requests: [`GET ${exact}`, `PUT ${path}/1 ${body.slice(0, -1)},"ID":"1"}`],
    },
    'in place of one without': {
      run: 'intention create -replace web db',
      answers: { [`GET ${exact}`]: allowed, [`PUT ${exact}`]: true },
      requests: [`GET ${exact}`, `PUT ${exact} ${body}`],
    },
    'in place of none': {
      run: 'intention create -replace web db',
      answers: { [`POST ${path}`]: { ID: '1' } },
      out: 'Created: web => db (allow)\n',
    },
    'in place of one of a peer': {
      run: 'intention create -replace -deny peer:west/web db',
      answers: {
        [`GET ${path}`]: [allowed, peered],
        [`GET ${entryAt}`]: { Sources: [{ Name: 'web', Peer: 'west' }], ModifyIndex: 4 },
        'PUT /v1/config?cas=4': true,
      },
    },
    'of the standard input': {
      run: 'intention create -file -',
      input: '{"SourceName":"web","DestinationName":"db","Action":"deny"}',
      answers: { [`POST ${path}`]: { ID: '1' } },
      out: 'Created: web => db (deny)\n',
    },
    'of a text that is no JSON': {
      run: 'intention create -file -',
      input: 'x',
      code: 1,
      err: "Error: -: invalid character 'x' looking for beginning of value\n",
      requests: [],
    },
    'of permissions, which a file here can not give': {
      run: 'intention create -file -',
      input: '{"SourceName":"web","DestinationName":"db","Permissions":[{}]}',
      code: 1,
      err: `Error: cannot create L7 intention from file "-" using this CLI; use 'causeway config write' instead\n`,
      requests: [],
    },
    'metadata of a peer': {
      run: 'intention create -meta a=b peer:west/web db',
      code: 1,
      err: 'Error creating intention "peer:west/web => db (allow)": -meta is not kept for a source of a peer\n',
      requests: [],
    },
    'both ways': {
      run: 'intention create -allow -deny web db',
      code: 1,
      err: 'Only one of -allow or -deny may be specified.\n',
    },
    'one end': {
      run: 'intention create web',
      code: 1,
      err: 'Error: Must specify two arguments: source and destination\n',
    },
    'an end that is none': {
      run: 'intention create a/b/c/d db',
      code: 1,
      err: "Error: Invalid intention source: input can contain at most two '/'\n",
    },
    'a peer without a service': {
      run: 'intention create peer:west db',
      code: 1,
      err: 'Error: Invalid intention source: a service of a peer is written peer:<peer>/<service>\n',
    },
  });
});

describe('intention list:', () => {
  testCommands({
    'all of them': {
      run: 'intention list',
      answers: { [`GET ${path}`]: [{ ...allowed, ID: '1' }, peered, permitted] },
      out: `ID  Source         Action  Destination  Precedence
1   web            allow   db           9
    peer:west/web  allow   db           9
    web                    db           0
`,
    },
    none: {
      run: 'intention list',
      answers: { [`GET ${path}`]: [] },
      code: 2,
      err: 'There are no intentions.\n',
    },
  });
});

describe('intention get:', () => {
  testCommands({
    'by its ends': {
      run: 'intention get web db',
      answers: {
        [`GET ${exact}`]: {
          ...allowed,
          ID: '1',
          Description: 'why',
          Meta: { b: '2', a: '1' },
          CreatedAt: '2026-11-25T22:32:37.5Z',
        },
      },
      out: `Source:       web
Destination:  db
Action:       allow
ID:           1
Description:  why
Meta[a]:      1
Meta[b]:      2
Created At:   Wednesday, 25-Nov-26 22:32:37 UTC
`,
    },
    'with permissions, and a time that is none': {
      run: 'intention get web db',
      answers: { [`GET ${exact}`]: { ...permitted, CreatedAt: '0001-01-01T00:00:00Z' } },
      out: `Source:       web
Destination:  db
Created At:   Monday, 01-Jan-01 00:00:00 UTC
Permissions:
${JSON.stringify(permitted.Permissions, null, 2)}
`,
    },
    'by its id': {
      run: 'intention get 1',
      answers: { [`GET ${path}/1`]: allowed },
      out: 'Source:       web\nDestination:  db\nAction:       allow\n',
    },
    'of a peer': {
      run: 'intention get peer:west/web db',
      answers: { [`GET ${path}`]: [allowed, peered] },
      out: 'Source:       peer:west/web\nDestination:  db\nAction:       allow\n',
    },
    'that is not there': {
      run: 'intention get web db',
      code: 1,
      err: 'Intention not found with source "web" and destination "db"\n',
    },
    'an id that is not there': {
      run: 'intention get 1',
      code: 1,
      err: 'Intention not found with ID "1"\n',
    },
    'no end': { run: 'intention get', code: 1, err: twoArguments, requests: [] },
  });
});

describe('intention delete:', () => {
  testCommands({
    'by its ends': {
      run: 'intention delete web db',
      answers: { [`DELETE ${exact}`]: true },
      out: 'Intention deleted.\n',
    },
    'by its id': {
      run: 'intention delete 1',
      answers: { [`DELETE ${path}/1`]: true },
      out: 'Intention deleted.\n',
    },
    'of a peer, others stay': {
      run: 'intention delete peer:west/web db',
      answers: {
        [`GET ${entryAt}`]: {
          Kind: 'service-intentions',
          Name: 'db',
          Sources: [{ Name: 'web' }, { Name: 'web', Peer: 'west' }],
          ModifyIndex: 4,
        },
        'PUT /v1/config?cas=4': true,
      },
      out: 'Intention deleted.\n',
      requests: [
        `GET ${entryAt}`,
        'PUT /v1/config?cas=4 {"Kind":"service-intentions","Name":"db","Sources":[{"Name":"web"}]}',
      ],
    },
    'of a peer, the last one': {
      run: 'intention delete peer:west/web db',
      answers: {
        [`GET ${entryAt}`]: { Sources: [{ Name: 'web', Peer: 'west' }], ModifyIndex: 4 },
        [`DELETE ${entryAt}?cas=4`]: true,
      },
      out: 'Intention deleted.\n',
    },
    'of a peer that has none': {
      run: 'intention delete peer:west/web db',
      out: 'Intention deleted.\n',
      requests: [`GET ${entryAt}`],
    },
    'a server that refuses': {
      run: 'intention delete 1',
      answers: { [`DELETE ${path}/1`]: new Reply(500, 'no') },
      code: 1,
      err: 'Error deleting the intention: Unexpected response code: 500 (no)\n',
    },
    'three ends': { run: 'intention delete a b c', code: 1, err: twoArguments, requests: [] },
  });
});

const byDestination = `GET ${path}/match?by=destination&name=db`;

describe('intention match:', () => {
  testCommands({
    'a destination': {
      run: 'intention match db',
      answers: { [byDestination]: { db: [permitted, peered] } },
      out: 'web => db (1 permission)\npeer:west/web => db (allow)\n',
    },
    'a source': {
      run: 'intention match -source web',
      answers: { [`GET ${path}/match?by=source&name=web`]: { web: [allowed] } },
      out: 'web => db (allow)\n',
    },
    'a source of a peer': {
      run: 'intention match -source peer:west/web',
      answers: { [`GET ${path}`]: [allowed, peered, { ...peered, SourceName: '*' }] },
      out: 'peer:west/web => db (allow)\npeer:west/* => db (allow)\n',
    },
    nothing: { run: 'intention match db', answers: { [byDestination]: { db: null } } },
    'both ways': {
      run: 'intention match -source -destination db',
      code: 1,
      err: 'Error: only one of -source or -destination may be specified\n',
    },
    'no name': {
      run: 'intention match',
      code: 1,
      err: 'Error: command requires exactly one argument: src or dst\n',
    },
  });
});

const check = `GET ${path}/check?destination=db&source=web&source-type=consul`;

describe('intention check:', () => {
  testCommands({
    'a connection that is allowed': {
      run: 'intention check web db',
      answers: { [check]: { Allowed: true } },
      out: 'Allowed\n',
    },
    'a connection that is denied': {
      run: 'intention check web db',
      answers: { [check]: { Allowed: false } },
      code: 1,
      out: 'Denied\n',
    },
    'from a peer, by the first that counts': {
      run: 'intention check peer:west/web db',
      answers: {
        [byDestination]: {
          db: [
            { ...allowed, Action: 'deny' },
            peered,
            { ...peered, SourceName: '*', Action: 'deny' },
          ],
        },
      },
      out: 'Allowed\n',
    },
    'from a peer, by permissions': {
      run: 'intention check peer:west/web db',
      answers: { [byDestination]: { db: [{ ...permitted, SourcePeer: 'west' }] } },
      code: 1,
      out: 'Denied\n',
    },
    'from a peer of which nothing is said': {
      run: 'intention check peer:west/web db',
      answers: { [byDestination]: { db: null } },
      code: 1,
      out: 'Denied\n',
    },
    'nobody can tell': {
      run: 'intention check web db',
      answers: { [check]: new Reply(500, 'no') },
      code: 2,
      err: 'Error checking the connection: Unexpected response code: 500 (no)\n',
    },
    'one end': {
      run: 'intention check web',
      code: 2,
      err: 'Error: command requires exactly two arguments: src and dst\n',
    },
  });
});
