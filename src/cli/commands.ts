// SPDX-License-Identifier: Apache-2.0
// The visible list of commands. Each is loaded when it is called: there are many, and a call needs one.
import type { CliCommand } from './command.ts';
import { groups } from './groups.ts';
import type { CommandEntry, CommandTable } from './table.ts';

const command = (words: string, load: () => Promise<CliCommand>): CommandEntry => ({
  words: words.split(' '),
  load,
});

const commands: readonly CommandEntry[] = [
  command('monitor', async () => (await import('./agent/monitor.ts')).monitor),
  command('info', async () => (await import('./agent/info.ts')).info),
  command('reload', async () => (await import('./agent/reload.ts')).reload),
  command('maint', async () => (await import('./agent/maint.ts')).maint),
  command('event', async () => (await import('./agent/event.ts')).event),
  command('join', async () => (await import('./agent/join.ts')).join),
  command('leave', async () => (await import('./agent/leave.ts')).leave),
  command('force-leave', async () => (await import('./agent/force-leave.ts')).forceLeave),
  command('rtt', async () => (await import('./agent/rtt.ts')).rtt),
  command('keygen', async () => (await import('./agent/keygen.ts')).keygen),
  command('keyring', async () => (await import('./agent/keyring.ts')).keyring),
  command('exec', async () => (await import('./agent/exec.ts')).exec),
  command('intention create', async () => (await import('./intention/create.ts')).intentionCreate),
  command('intention check', async () => (await import('./intention/check.ts')).intentionCheck),
  command('intention match', async () => (await import('./intention/match.ts')).intentionMatch),
  command('intention get', async () => (await import('./intention/get.ts')).intentionGet),
  command('intention list', async () => (await import('./intention/list.ts')).intentionList),
  command('intention delete', async () => (await import('./intention/delete.ts')).intentionDelete),
  command('session create', async () => (await import('./session/create.ts')).sessionCreate),
  command('session list', async () => (await import('./session/list.ts')).sessionList),
  command('session read', async () => (await import('./session/read.ts')).sessionRead),
  command('session renew', async () => (await import('./session/renew.ts')).sessionRenew),
  command('session destroy', async () => (await import('./session/destroy.ts')).sessionDestroy),
  command('kv get', async () => (await import('./kv/get.ts')).kvGet),
  command('kv put', async () => (await import('./kv/put.ts')).kvPut),
  command('kv delete', async () => (await import('./kv/delete.ts')).kvDelete),
  command('kv export', async () => (await import('./kv/export.ts')).kvExport),
  command('kv import', async () => (await import('./kv/import.ts')).kvImport),
  command('members', async () => (await import('./agent/members.ts')).members),
  command('catalog services', async () => (await import('./catalog/services.ts')).catalogServices),
  command('catalog nodes', async () => (await import('./catalog/nodes.ts')).catalogNodes),
  command(
    'catalog datacenters',
    async () => (await import('./catalog/datacenters.ts')).catalogDatacenters,
  ),
  command('config write', async () => (await import('./config/write.ts')).configWrite),
  command('config read', async () => (await import('./config/read.ts')).configRead),
  command('config list', async () => (await import('./config/list.ts')).configList),
  command('config delete', async () => (await import('./config/delete.ts')).configDelete),
  command(
    'services register',
    async () => (await import('./services/register.ts')).servicesRegister,
  ),
  command(
    'services deregister',
    async () => (await import('./services/deregister.ts')).servicesDeregister,
  ),
  command('services export', async () => (await import('./services/export.ts')).servicesExport),
  command(
    'services exported-services',
    async () => (await import('./services/exported-services.ts')).servicesExportedServices,
  ),
  command(
    'services imported-services',
    async () => (await import('./services/imported-services.ts')).servicesImportedServices,
  ),
  command(
    'peering generate-token',
    async () => (await import('./peering/generate-token.ts')).peeringGenerateToken,
  ),
  command(
    'peering establish',
    async () => (await import('./peering/establish.ts')).peeringEstablish,
  ),
  command('peering list', async () => (await import('./peering/list.ts')).peeringList),
  command('peering read', async () => (await import('./peering/read.ts')).peeringRead),
  command('peering delete', async () => (await import('./peering/delete.ts')).peeringDelete),
  command(
    'peering exported-services',
    async () => (await import('./peering/exported-services.ts')).peeringExportedServices,
  ),
  command('connect envoy', async () => (await import('./connect/envoy.ts')).connectEnvoy),
  command(
    'operator autopilot get-config',
    async () => (await import('./operator/autopilot-get-config.ts')).autopilotGetConfig,
  ),
  command(
    'operator autopilot set-config',
    async () => (await import('./operator/autopilot-set-config.ts')).autopilotSetConfig,
  ),
  command(
    'operator autopilot state',
    async () => (await import('./operator/autopilot-state.ts')).autopilotState,
  ),
  command(
    'operator raft list-peers',
    async () => (await import('./operator/raft-list-peers.ts')).raftListPeers,
  ),
  command(
    'operator raft remove-peer',
    async () => (await import('./operator/raft-remove-peer.ts')).raftRemovePeer,
  ),
  command(
    'operator raft transfer-leader',
    async () => (await import('./operator/raft-transfer-leader.ts')).raftTransferLeader,
  ),
  command(
    'operator usage instances',
    async () => (await import('./operator/usage-instances.ts')).usageInstances,
  ),
  command('connect expose', async () => (await import('./connect/expose.ts')).connectExpose),
  command(
    'connect ca get-config',
    async () => (await import('./connect/ca-get-config.ts')).caGetConfig,
  ),
  command(
    'connect ca set-config',
    async () => (await import('./connect/ca-set-config.ts')).caSetConfig,
  ),
  command('snapshot save', async () => (await import('./snapshot/save.ts')).snapshotSave),
  command('snapshot restore', async () => (await import('./snapshot/restore.ts')).snapshotRestore),
  command('snapshot inspect', async () => (await import('./snapshot/inspect.ts')).snapshotInspect),
  command('watch', async () => (await import('./watch/watch.ts')).watch),
  command('lock', async () => (await import('./lock/lock.ts')).lock),
  command('version', async () => (await import('./version.ts')).version),
];

export const table: CommandTable = {
  commands,
  groups,
  // The program hands them to the server, which knows their flags.
  elsewhere: [
    { words: ['agent'], synopsis: 'Runs a Causeway agent' },
    { words: ['validate'], synopsis: 'Validate config files and directories' },
  ],
};
