// SPDX-License-Identifier: Apache-2.0
// Words that only lead to commands: what `causeway peering` prints.
import type { CommandGroup } from './table.ts';

export const groups: readonly CommandGroup[] = [
  {
    words: ['peering'],
    synopsis: 'Create and manage peering connections between clusters',
    help: `
Usage: causeway peering <subcommand> [options] [args]

  Peers this cluster with others: one makes a token, the other uses it.

    east$ causeway peering generate-token -name west
    west$ causeway peering establish -name east -peering-token <token>
    west$ causeway peering read -name east
`,
  },
  {
    words: ['config'],
    synopsis: 'Interact with centralized configuration',
    help: `
Usage: causeway config <subcommand> [options] [args]

  Reads and writes config entries: defaults, intentions, exports.

    $ causeway config write intentions.hcl
    $ causeway config read -kind service-intentions -name orders
`,
  },
  {
    words: ['catalog'],
    synopsis: 'Interact with the catalog',
    help: `
Usage: causeway catalog <subcommand> [options] [args]

  Lists what is registered.

    $ causeway catalog services
    $ causeway catalog nodes
`,
  },
  {
    words: ['services'],
    synopsis: 'Interact with services',
    help: `
Usage: causeway services <subcommand> [options] [args]

  Registers services with the agent and exports them to peers.

    $ causeway services register web.hcl
    $ causeway services export -name web -consumer-peers west
`,
  },
  {
    words: ['kv'],
    synopsis: 'Interact with the key-value store',
    help: `
Usage: causeway kv <subcommand> [options] [args]

  Reads and writes keys.

    $ causeway kv put redis/maxconns 5
    $ causeway kv get redis/maxconns
    $ causeway kv get -recurse redis/
    $ causeway kv delete redis/maxconns
`,
  },
  {
    words: ['session'],
    synopsis: 'Create and manage sessions, which hold locks',
    help: `
Usage: causeway session <subcommand> [options] [args]

  A session stands for a process that holds locks; they end with it. Consul's
  own command line leaves sessions to the API.

    $ causeway session create -name=leader -ttl=15s
    $ causeway session renew <id>
    $ causeway session destroy <id>
`,
  },
  {
    words: ['intention'],
    synopsis: 'Interact with service intentions',
    help: `
Usage: causeway intention <subcommand> [options] [args]

  Says which service may connect to which, those of peers too.

    $ causeway intention create web db
    $ causeway intention create peer:west/web db
    $ causeway intention check web db
    $ causeway intention match db
`,
  },
  {
    words: ['connect'],
    synopsis: 'Interact with the service mesh',
    help: `
Usage: causeway connect <subcommand> [options] [args]

  Runs Envoy as a sidecar or as a mesh gateway, exposes services through
  gateways, and looks after the certificate authority.

    $ causeway connect envoy -sidecar-for web
    $ causeway connect expose -ingress-gateway=front -service=web -port=8080
    $ causeway connect ca get-config
`,
  },
  {
    words: ['operator'],
    synopsis: 'Provides cluster-level tools for operators',
    help: `
Usage: causeway operator <subcommand> [options] [args]

  Looks after the servers of a cluster.

    $ causeway operator raft list-peers
    $ causeway operator autopilot state
    $ causeway operator usage instances
`,
  },
  {
    words: ['operator', 'raft'],
    synopsis: 'Look after the servers that keep the log',
    help: `
Usage: causeway operator raft <subcommand> [options] [args]

  Lists, removes and changes the servers that keep the log.

    $ causeway operator raft list-peers
`,
  },
  {
    words: ['operator', 'autopilot'],
    synopsis: 'Look after the health of servers',
    help: `
Usage: causeway operator autopilot <subcommand> [options] [args]

  Shows how the servers are, and changes when they count as healthy.

    $ causeway operator autopilot state
`,
  },
  {
    words: ['operator', 'usage'],
    synopsis: 'Count what is registered',
    help: `
Usage: causeway operator usage <subcommand> [options] [args]

  Counts services, instances and nodes.

    $ causeway operator usage instances
`,
  },
  {
    words: ['connect', 'ca'],
    synopsis: 'Interact with the certificate authority',
    help: `
Usage: causeway connect ca <subcommand> [options] [args]

  Reads and changes the configuration of the certificate authority.

    $ causeway connect ca get-config
`,
  },
  {
    words: ['snapshot'],
    synopsis: 'Saves, restores and inspects snapshots of the state',
    help: `
Usage: causeway snapshot <subcommand> [options] [args]

  Keeps everything that the servers know in one file, and brings it back.

    $ causeway snapshot save backup.snap
    $ causeway snapshot inspect backup.snap
    $ causeway snapshot restore backup.snap
`,
  },
];
