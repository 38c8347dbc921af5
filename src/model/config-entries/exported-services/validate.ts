// SPDX-License-Identifier: Apache-2.0
import { metaProblems, refused, refuseProblems } from '../meta.ts';
import type { ExportedService, ExportedServices, ServiceConsumer } from './schema.ts';

export function validateExportedServices(entry: ExportedServices): void {
  if (entry.Name !== 'default') throw refused('exported-services Name must be "default"');
  refuseProblems(metaProblems(entry));
  for (const [i, { Consumers }] of (entry.Services ?? []).entries()) {
    const j = Consumers.findIndex((consumer) => consumer.SamenessGroup !== undefined);
    if (j < 0) continue;
    throw refused(`Services[${i}].Consumers[${j}]: sameness-groups are an enterprise-only feature`);
  }
  for (const [i, service] of (entry.Services ?? []).entries()) {
    const problem = serviceError(service);
    if (problem !== undefined) throw refused(`Services[${i}]: ${problem}`);
    for (const [j, consumer] of service.Consumers.entries()) {
      const wrong = consumerError(consumer);
      if (wrong !== undefined) throw refused(`Services[${i}].Consumers[${j}]: ${wrong}`);
    }
  }
}

function serviceError({ Name, Consumers }: ExportedService): string | undefined {
  if (Name === '') return 'service name cannot be empty';
  return Consumers.length === 0 ? 'must have at least one consumer' : undefined;
}

function consumerError({ Peer, Partition }: ServiceConsumer): string | undefined {
  if (Peer !== undefined && Partition !== undefined) {
    return 'must define at most one of Peer, Partition, or SamenessGroup';
  }
  if (Partition === '*') return 'exporting to all partitions (wildcard) is not supported';
  return Peer === '*' ? 'exporting to all peers (wildcard) is not supported' : undefined;
}
