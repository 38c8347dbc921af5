// SPDX-License-Identifier: Apache-2.0
// The visible list of commands. `agent` is here for its help; main.ts runs it in the server.
import { catalogDatacenters } from './catalog/datacenters.ts';
import { catalogNodes } from './catalog/nodes.ts';
import { catalogServices } from './catalog/services.ts';
import type { CliCommand } from './command.ts';
import { configDelete } from './config/delete.ts';
import { configList } from './config/list.ts';
import { configRead } from './config/read.ts';
import { configWrite } from './config/write.ts';
import { connectEnvoy } from './connect/envoy.ts';
import { members } from './members.ts';
import { peeringDelete } from './peering/delete.ts';
import { peeringEstablish } from './peering/establish.ts';
import { peeringExportedServices } from './peering/exported-services.ts';
import { peeringGenerateToken } from './peering/generate-token.ts';
import { peeringList } from './peering/list.ts';
import { peeringRead } from './peering/read.ts';
import { servicesDeregister } from './services/deregister.ts';
import { servicesExport } from './services/export.ts';
import { servicesRegister } from './services/register.ts';
import { version } from './version.ts';

export const commands: readonly CliCommand[] = [
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
  peeringGenerateToken,
  peeringEstablish,
  peeringList,
  peeringRead,
  peeringDelete,
  peeringExportedServices,
  connectEnvoy,
  version,
];
