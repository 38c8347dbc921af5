// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { layers, layerViolations } from './layers.ts';
import { code } from './sources.ts';

const refused: { name: string; path: string; text: string }[] = [
  {
    name: 'a view that imports the wire',
    path: 'src/views/health/x.ts',
    text: `import { send } from '../../wire/http/server.ts';`,
  },
  {
    name: 'a noun that imports a table, for its type alone',
    path: 'src/model/catalog/x.ts',
    text: `import type { Table } from '../../state/table.ts';`,
  },
  {
    name: 'a command that loads a view when it runs',
    path: 'src/commands/x.ts',
    text: `  const { read } = await import('../views/health/instances.ts');`,
  },
  {
    name: 'an import over several lines',
    path: 'src/state/x.ts',
    text: `import {\n  a,\n  b,\n} from '../commands/engine.ts';`,
  },
  {
    name: 'a re-export',
    path: 'src/ca/x.ts',
    text: `export * from '../state/state.ts';`,
  },
  {
    name: 'one protocol that imports another',
    path: 'src/wire/http/x.ts',
    text: `import { encode } from '../xds/encode.ts';`,
  },
  {
    name: 'a rule that speaks Envoy',
    path: 'src/views/proxy/x.ts',
    text: `import { ClusterSchema } from '../../gen/envoy/config/cluster/v3/cluster_pb.ts';`,
  },
  {
    name: 'a library outside the folder that owns it',
    path: 'src/controllers/x.ts',
    text: `import { Client } from '@grpc/grpc-js';`,
  },
  {
    name: 'a sub-path of such a library',
    path: 'src/model/x.ts',
    text: `import type { Any } from '@bufbuild/protobuf/wkt';`,
  },
  {
    name: 'what only tests need',
    path: 'src/server/x.ts',
    text: `import { freePort } from '../../test/ports.ts';`,
  },
  {
    name: 'a folder that nobody has placed',
    path: 'src/attic/x.ts',
    text: `import { a } from '../model/tenancy.ts';`,
  },
];

const allowed: { name: string; path: string; text: string }[] = [
  {
    name: 'the wire that reads a view',
    path: 'src/wire/http/x.ts',
    text: `import { instances } from '../../views/health/instances.ts';`,
  },
  {
    name: 'the client that takes types from the wire',
    path: 'src/client/x.ts',
    text: `import type { Reply } from '../wire/http/endpoint.ts';`,
  },
  {
    name: 'a test, whatever it needs',
    path: 'src/commands/x.test.ts',
    text: `import { Ledger } from '../../test/ledger.ts';`,
  },
  {
    name: 'what is only told in a comment',
    path: 'src/model/x.ts',
    text: `// import { a } from '../state/state.ts';`,
  },
];

describe('layers', () => {
  test('every import under src follows the one direction', () => {
    assert.deepEqual(layerViolations(code()), []);
  });

  for (const { name, path, text } of refused) {
    test(`refused: ${name}`, () => {
      assert.equal(layerViolations([{ path, text }]).length, 1);
    });
  }

  for (const { name, path, text } of allowed) {
    test(`allowed: ${name}`, () => {
      assert.deepEqual(layerViolations([{ path, text }]), []);
    });
  }

  test('the table itself has no circle', () => {
    const placed = new Set<string>();
    let rest = layers;
    while (rest.length > 0) {
      const free = rest.filter(({ mayImport }) => mayImport.every((name) => placed.has(name)));
      assert.notEqual(free.length, 0, `a circle among ${rest.map((layer) => layer.folder)}`);
      for (const { folder } of free) placed.add(folder);
      rest = rest.filter(({ folder }) => !placed.has(folder));
    }
  });
});
