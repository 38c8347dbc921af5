// SPDX-License-Identifier: Apache-2.0
import type { DecodedEntry } from '../decode.ts';
import { withoutEmpty } from '../empty.ts';
import { resourceReference } from '../resource-reference.ts';
import type { TcpRoute } from './schema.ts';

export function normalizeTcpRoute(written: DecodedEntry<'tcp-route'>): TcpRoute {
  const { Kind, Name = '', Parents, Services, Meta } = written;
  return {
    Kind,
    Name,
    Parents: Parents?.map((parent) => resourceReference(parent, 'api-gateway')) ?? null,
    Services: Services?.map((service) => ({ Name: service.Name ?? '' })) ?? null,
    ...withoutEmpty({ Meta }),
  };
}
