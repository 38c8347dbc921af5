// SPDX-License-Identifier: Apache-2.0
import type { DecodedEntry } from '../decode.ts';
import { withoutEmpty } from '../empty.ts';
import type { ExportedServices } from './schema.ts';

export function normalizeExportedServices(
  written: DecodedEntry<'exported-services'>,
): ExportedServices {
  const { Kind, Name = '', Services = [], Meta } = written;
  return {
    Kind,
    Name,
    Services: Services.map((service) => ({
      Name: service.Name ?? '',
      ...withoutEmpty({ Namespace: service.Namespace }),
      Consumers: (service.Consumers ?? []).map(withoutEmpty),
    })),
    ...withoutEmpty({ Meta }),
  };
}
