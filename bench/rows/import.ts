// SPDX-License-Identifier: Apache-2.0
import type { Cluster } from '../../demo/cluster.ts';
import { eventually } from '../eventually.ts';
import { HttpConnection } from '../load/http-connection.ts';
import { encodeRegistration } from '../load/registration.ts';
import { sendAll } from '../load/send-all.ts';
import { processorMs } from '../process-cost.ts';
import type { Row, Trial } from '../row.ts';
import { EXPORTER, startPeers } from '../stage.ts';

const CLIENTS = 32;
const INSTANCES = 5;
const PATIENCE_MS = 60_000;

export const importing: Row = {
  number: 3,
  title: 'Import',
  method:
    'Peered servers, everything exported (`*`). 32 clients register 500 services with 5 instances each ' +
    'at the exporter; the importer is asked for one service after the other, in that order and one ' +
    'request at a time, until it has all instances of each. The time begins with the answer to the ' +
    'last registration; the processor time is that of the importer from the first registration on, ' +
    'the answers to these questions included.',
  figures: [
    {
      key: 'completeMs',
      title: '500 services × 5 instances complete at the importer after the last write',
      unit: 'ms',
      better: 'less',
      target: 500,
    },
    {
      key: 'processorMs',
      title: "the importer's processor time for 500 services × 5 instances",
      unit: 'ms',
      better: 'less',
      target: 1_000,
    },
  ],
  measure: async (trial) => {
    const count = trial.isQuick ? 50 : 500;
    const { exporter, importer } = await startPeers(trial);
    const services = Array.from({ length: count }, (_, i) => `service-${i}`);
    const requests = services.flatMap((service) => instancesOf(service));
    const connections = await HttpConnection.openMany(exporter.ports.http, CLIENTS);
    trial.say(`registering ${requests.length} instances`);
    const usedMs = await processorMs(importer.server.pid);
    const writing = sendAll(connections, requests, trial.signal).then(() => performance.now());
    const [lastWriteMs, completeMs] = await Promise.all([
      writing,
      becomesComplete(trial, importer, services),
    ]);
    for (const connection of connections) connection[Symbol.dispose]();
    return {
      completeMs: completeMs - lastWriteMs,
      processorMs: (await processorMs(importer.server.pid)) - usedMs,
    };
  },
};

function instancesOf(service: string): readonly Buffer[] {
  return Array.from({ length: INSTANCES }, (_, i) => {
    const address = `10.0.0.${i + 1}`;
    return encodeRegistration({ node: `node-${i}`, address, service, id: `${service}-${i}` });
  });
}

/** The time at which the last of them was seen complete. */
async function becomesComplete(
  trial: Trial,
  importer: Cluster,
  services: readonly string[],
): Promise<number> {
  using connection = await HttpConnection.open(importer.ports.http);
  const patience = { signal: trial.signal, withinMs: PATIENCE_MS, everyMs: 5 };
  for (const service of services) {
    await eventually(`${service} is complete`, patience, async () => {
      const path = `/v1/health/service/${service}?peer=${EXPORTER}`;
      const { body } = await connection.request('GET', path);
      return (JSON.parse(body) as readonly unknown[]).length === INSTANCES;
    });
  }
  return performance.now();
}
