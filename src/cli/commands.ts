// SPDX-License-Identifier: Apache-2.0
// The visible list of commands.
import { catalogDatacenters } from './catalog/datacenters.ts';
import { catalogNodes } from './catalog/nodes.ts';
import { catalogServices } from './catalog/services.ts';
import { configDelete } from './config/delete.ts';
import { configList } from './config/list.ts';
import { configRead } from './config/read.ts';
import { configWrite } from './config/write.ts';
import { connectEnvoy } from './connect/envoy.ts';
import { groups } from './groups.ts';
import { members } from './members.ts';
import { peeringDelete } from './peering/delete.ts';
import { peeringEstablish } from './peering/establish.ts';
import { peeringExportedServices } from './peering/exported-services.ts';
import { peeringGenerateToken } from './peering/generate-token.ts';
import { peeringList } from './peering/list.ts';
import { peeringRead } from './peering/read.ts';
import { servicesDeregister } from './services/deregister.ts';
import { servicesExport } from './services/export.ts';
import { servicesExportedServices } from './services/exported-services.ts';
import { servicesRegister } from './services/register.ts';
import type { CommandTable } from './table.ts';
import { version } from './version.ts';

const commands = [
  members,
  catalogServices,
  catalogNodes,
  catalogDatacenters,
  configWrite,
  configRead,
  configList,
  configDelete,
  servicesRegister,
  servicesDeregister,
  servicesExport,
  servicesExportedServices,
  peeringGenerateToken,
  peeringEstablish,
  peeringList,
  peeringRead,
  peeringDelete,
  peeringExportedServices,
  connectEnvoy,
  version,
];

export const table: CommandTable = {
  commands,
  groups,
  // The program hands it to the server, which knows its flags.
  elsewhere: [{ words: ['agent'], synopsis: 'Runs a Causeway agent' }],
};
