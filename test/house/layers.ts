// SPDX-License-Identifier: Apache-2.0
// Who may import whom. Changes go one way only: commands, log, state, views, wire; this table is what keeps it so.
import { importsOf, isTest, type Import, type Source } from './sources.ts';

/** One folder of src: what its files may import besides their own folder, and why not more. */
export interface Layer {
  folder: string;
  mayImport: readonly string[];
  because: string;
}

export const layers: readonly Layer[] = [
  {
    folder: 'model',
    mayImport: [],
    because: 'the nouns stand alone: whatever needs more than other nouns belongs higher up',
  },
  {
    folder: 'log',
    mayImport: ['model'],
    because: 'the log orders changes and knows no noun',
  },
  {
    folder: 'state',
    mayImport: ['model', 'log'],
    because: 'state is the sum of the log; what is derived from it is a view',
  },
  {
    folder: 'commands',
    mayImport: ['model', 'log', 'state'],
    because: 'a command decides on rows alone; a rule that views need too is a function of model',
  },
  {
    folder: 'views',
    mayImport: ['model', 'log', 'state'],
    because: 'a view is computed from rows and views; it asks for nothing and changes nothing',
  },
  {
    folder: 'wire',
    mayImport: ['model', 'commands', 'views', 'gen'],
    because: 'the wire translates: it reads views, issues commands, and is handed the rest',
  },
  {
    folder: 'controllers',
    mayImport: ['model', 'commands', 'views'],
    because:
      'a controller watches views, acts on the world and issues commands; the hands it needs are given to it',
  },
  {
    folder: 'agent',
    mayImport: ['model'],
    because:
      'the agent also has to run without a server: it reaches the catalog through a port of model',
  },
  {
    folder: 'ca',
    mayImport: ['model'],
    because: 'a signing provider knows certificates and no cluster',
  },
  {
    folder: 'client',
    mayImport: ['model'],
    because: 'the client talks HTTP to any server, also to one of another version',
  },
  {
    folder: 'cli',
    mayImport: ['model', 'client'],
    because: 'the command line does what anyone can do over HTTP; main.ts hands it the server',
  },
  {
    folder: 'gen',
    mayImport: [],
    because: 'generated code is made from proto/ alone',
  },
  {
    folder: 'server',
    mayImport: 'model log state commands views wire controllers agent ca client cli gen'.split(' '),
    because:
      'the server puts all parts together and belongs to none; of cli it uses the reading of flags and of archives',
  },
  {
    folder: 'main.ts',
    mayImport: ['cli', 'server'],
    because: 'main.ts hands the arguments to the command line, and the server to it',
  },
];

/** Types cross where code does not: they are erased, and one shape is better than two. */
const TYPES_ONLY: Readonly<Record<string, readonly string[]>> = {
  client: ['wire'],
  cli: ['wire'],
};

/** Parts of a layer that know nothing of each other. */
const SEPARATE: readonly { folders: readonly string[]; because: string }[] = [
  {
    folders: ['src/wire/http', 'src/wire/xds', 'src/wire/peerstream'],
    because: 'each protocol stands alone; what two of them need is a view or belongs to the model',
  },
  {
    folders: ['src/log/memory', 'src/log/sqlite'],
    because: 'a log driver knows the log and no other driver',
  },
];

/** What only some may name, so that it can be replaced, or loaded late. Every other file under src must not. */
const OWNED: readonly { what: string; owners: readonly string[]; because: string }[] = [
  {
    what: 'src/gen/envoy',
    owners: ['src/wire/xds/', 'src/gen/'],
    because: 'Envoy’s words stay in wire/xds; everything before it speaks of a ProxySnapshot',
  },
  {
    what: 'src/gen/consul',
    owners: ['src/wire/peerstream/', 'src/gen/'],
    because: 'the peer stream’s messages stay in wire/peerstream, behind its translation',
  },
  {
    what: '@grpc/grpc-js',
    owners: ['src/wire/grpc/', 'src/wire/xds/', 'src/wire/peerstream/', 'src/server/'],
    because: 'gRPC is one way to be connected; rules and state know none',
  },
  {
    what: '@bufbuild/protobuf',
    owners: ['src/wire/grpc/', 'src/wire/xds/', 'src/wire/peerstream/', 'src/gen/'],
    because: 'messages are encoded where they are sent',
  },
  {
    what: '@peculiar/x509',
    owners: ['src/ca/', 'src/model/ca/'],
    because: 'certificates are made by the CA; reading one needs no library',
  },
  { what: 'find-my-way', owners: ['src/wire/http/'], because: 'routing is the HTTP edge’s' },
  {
    what: 'node:sqlite',
    owners: ['src/log/sqlite/'],
    because: 'where rows are stored is known to one driver only',
  },
];

/** Every import that the rules forbid, each as a sentence. */
export function layerViolations(files: readonly Source[]): string[] {
  return files
    .filter((file) => file.path.startsWith('src/') && !isTest(file))
    .flatMap((file) =>
      importsOf(file).flatMap((used) => {
        const why = reasonAgainst(file.path, used);
        return why === undefined ? [] : [`${file.path} imports ${used.target}: ${why}`];
      }),
    );
}

function reasonAgainst(path: string, used: Import): string | undefined {
  for (const { what, owners, because } of OWNED) {
    const isIt = used.target === what || used.target.startsWith(`${what}/`);
    if (isIt && !owners.some((owner) => path.startsWith(owner))) return because;
  }
  if (!used.isOurs) return undefined;
  if (used.target === 'package.json') return undefined; // the version, which stands nowhere else
  if (!used.target.startsWith('src/'))
    return 'the program holds nothing of what tests or sets it up';

  const from = folderOf(path);
  const to = folderOf(used.target);
  if (from === to) return reasonBetweenParts(path, used.target);
  const layer = layers.find(({ folder }) => folder === from);
  if (layer === undefined) return `src/${from} has no line in test/house/layers.ts`;
  if (layer.mayImport.includes(to)) return undefined;
  if (used.isTypeOnly && TYPES_ONLY[from]?.includes(to)) return undefined;
  return layer.because;
}

function reasonBetweenParts(path: string, target: string): string | undefined {
  for (const { folders, because } of SEPARATE) {
    const from = folders.find((folder) => path.startsWith(`${folder}/`));
    const to = folders.find((folder) => target.startsWith(`${folder}/`));
    if (from !== undefined && to !== undefined && from !== to) return because;
  }
  return undefined;
}

/** `views` of src/views/health/instances.ts, `main.ts` of src/main.ts. */
function folderOf(path: string): string {
  return path.split('/')[1] ?? '';
}
