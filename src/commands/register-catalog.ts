// SPDX-License-Identifier: Apache-2.0
import { registrationOf } from '../model/catalog/register-request.ts';
import type { RegisterRequest } from '../model/catalog/register-shape.ts';
import { localTenancy } from '../model/tenancy.ts';
import { defineCommand } from './command.ts';
import { registerWrites } from './registration.ts';

export interface RegisterCatalog {
  readonly request: RegisterRequest;
  /** Of this cluster. */
  readonly datacenter: string;
}

/** Registers a node, a service and checks as they are, with nobody who runs the checks. */
export const registerCatalog = defineCommand<RegisterCatalog>({
  name: 'register-catalog',
  decide: (read, { request, datacenter }) => ({
    writes: registerWrites(read, localTenancy, registrationOf(request, datacenter)),
    reply: undefined,
  }),
});
