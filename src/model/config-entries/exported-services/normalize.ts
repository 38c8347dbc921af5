// SPDX-License-Identifier: Apache-2.0
import type { DecodedEntry } from '../decode.ts';
import { withoutEmpty } from '../empty.ts';
import type { ExportedServices } from './schema.ts';

export function normalizeExportedServices(
  written: DecodedEntry<'exported-services'>,
): ExportedServices {
  const { Kind, Name = '', Services = [], Meta } = written;
  const services = Services.map((service) => ({
    Name: service.Name ?? '',
    // A namespace may be written and means nothing.
    Consumers: (service.Consumers ?? []).map(withoutEmpty),
  }));
  return {
    Kind,
    Name,
    ...(services.length === 0 ? {} : { Services: services }),
    ...withoutEmpty({ Meta }),
  };
}
