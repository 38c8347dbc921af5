// SPDX-License-Identifier: Apache-2.0
// The composition root: every part of a server and every wire between parts, on one screen. Parts start
// in the order in which they stand here and end in reverse. Nothing else knows more than its neighbours.
import { randomUUID } from 'node:crypto';
import type { Command } from '../commands/command.ts';
import { forgetProxyStatus } from '../commands/forget-proxy-status.ts';
import { recordProxyStatus } from '../commands/record-proxy-status.ts';
import { dialPeers } from '../controllers/dial-peers.ts';
import { issueLeaves } from '../controllers/issue-leaves.ts';
import { sweepPeers } from '../controllers/sweep-peers.ts';
import type { Logger } from '../model/logger.ts';
import { DEFAULT_PEERING_LIMITS } from '../model/peering/limits.ts';
import { VERSION } from '../model/version.ts';
import { SERVER_SETTINGS_KEY, serverSettings } from '../state/tables/server-settings.ts';
import { MeshPort } from '../wire/grpc/mesh-port.ts';
import { PeeringPort } from '../wire/grpc/peering-port.ts';
import { endpoints } from '../wire/http/endpoints.ts';
import { HttpServer } from '../wire/http/server.ts';
import { createStreamDialer } from '../wire/peerstream/dial.ts';
import { createSecretExchange } from '../wire/peerstream/exchange.ts';
import type { PeerStreamPorts } from '../wire/peerstream/ports.ts';
import { peerStreamService } from '../wire/peerstream/service.ts';
import { adsService } from '../wire/xds/ads-service.ts';
import { Certificates } from './certificates.ts';
import { ClusterCa } from './cluster-ca.ts';
import { type Core, openCore } from './core.ts';
import { LifeCycle } from './life-cycle.ts';
import { openLocalAgent } from './local-agent.ts';
import type { ServerOptions } from './options.ts';
import { openStorage } from './storage.ts';

// Leased rows of this server end this long after it last said that it lives.
const LEASE_MS = 15_000;

export interface RunningServer {
  readonly core: Core;
  /** The ports that were bound; undefined where one is closed. */
  readonly ports: {
    readonly http: number | undefined;
    readonly grpc: number | undefined;
    readonly grpcTls: number | undefined;
  };
  /** Resolves with the cause when the server can't go on; it must be stopped then. */
  readonly failed: Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts a server; rejects, with everything ended again, when a part can't start. */
export async function startServer(options: ServerOptions, logger: Logger): Promise<RunningServer> {
  const failure = Promise.withResolvers<unknown>();
  const life = new LifeCycle((part, error) => {
    logger.error('a part of the server has failed', { part, error });
    failure.resolve(error);
  });
  try {
    return await start(options, logger, life, failure.promise);
  } catch (error) {
    await life.stop();
    throw error;
  }
}

async function start(
  options: ServerOptions,
  logger: Logger,
  life: LifeCycle,
  failed: Promise<unknown>,
): Promise<RunningServer> {
  const log = await openStorage(options.dataDir);
  life.add('log', () => log.close());
  const core = await openCore(log, {
    onError: (view, error) => logger.error('a view could not be computed', { view, error }),
  });
  const { commands, state, views } = core;
  life.run('follower', core.follow);
  state.applyLocal({
    table: serverSettings.name,
    key: SERVER_SETTINGS_KEY,
    value: { defaultIntentionPolicy: options.defaultIntentionPolicy },
  });
  const lease = log.grantLease(LEASE_MS);
  const beat = setInterval(() => lease.keepAlive(), LEASE_MS / 3);
  life.add('lease', () => clearInterval(beat));

  const ca = await ClusterCa.open(core, Date.now);
  const certificates = await Certificates.open({
    core,
    ca,
    datacenter: options.datacenter,
    logger: logger.named('ca'),
  });
  life.add('leaves', () => certificates.leaves[Symbol.dispose]());
  life.run('root rotation', (signal) => certificates.follow(signal));
  life.run('leaves of proxies', (signal) =>
    issueLeaves(
      {
        views,
        keep: (uri) => certificates.keep(uri),
        release: (uri) => certificates.release(uri),
        logger: logger.named('ca'),
      },
      signal,
    ),
  );

  const localAgent = openLocalAgent({
    core,
    nodeName: options.nodeName,
    leafOf: (service, wait) => certificates.leafOf(service, wait),
    ...(options.sidecarPorts === undefined ? {} : { sidecarPorts: options.sidecarPorts }),
    logger: logger.named('checks'),
  });
  const ads = adsService({
    nodeName: options.nodeName,
    views,
    recordStatus: (status) => {
      // A proxy that has connected is about to listen.
      if (status.node === options.nodeName) localAgent.hasten(status.proxyId);
      return commands.issue(recordProxyStatus, status, { origin: 'xds', lease });
    },
    forgetStatus: (status) => commands.issue(forgetProxyStatus, status, { origin: 'xds', lease }),
    now: Date.now,
    logger: logger.named('envoy'),
  });
  const http = new HttpServer({
    endpoints,
    context: {
      views,
      issue: async (command, input) =>
        (await commands.issue(command, input, { origin: 'http' })).reply,
      now: Date.now,
      newId: randomUUID,
      agent: options,
      localAgent,
      exchangeSecret: createSecretExchange({
        monotonicMs: () => performance.now(),
        random: Math.random,
      }),
    },
    onDefect: (error, { method, path }) => {
      logger.named('http').error('a request could not be answered', { method, path, error });
    },
  });
  const peering: PeerStreamPorts = {
    views,
    issue: async (command, input, origin) =>
      (await commands.issue(command, input, { origin })).reply,
    issueLeased: async (command, input, origin) =>
      (await commands.issue(command, input, { origin, lease })).reply,
    now: Date.now,
    newId: randomUUID,
    logger: logger.named('peering'),
    limits: DEFAULT_PEERING_LIMITS,
    holder: options.nodeName,
    version: VERSION,
    location: { Partition: '', Datacenter: options.datacenter, Locality: null },
  };
  const acceptedStreams = new AbortController();
  life.add('streams of peers', () => acceptedStreams.abort());
  const meshPort = new MeshPort([ads]);
  const peeringPort = new PeeringPort({
    services: [peerStreamService(peering, acceptedStreams.signal)],
    peeringName: () => certificates.peeringName,
    secureContext: () => certificates.secureContext,
  });
  const grpc = {
    grpcTls: await bind(options.ports.grpcTls, [options.bindAddress], peeringPort),
    grpc: await bind(options.ports.grpc, options.clientAddresses, meshPort),
  };
  const ownPorts = { ...grpc, server: options.ports.server };
  await localAgent.register({ ...options, ports: ownPorts }, options.definitions);
  const bound = { ...grpc, http: await bind(options.ports.http, options.clientAddresses, http) };
  life.run('checks', (signal) => localAgent.runChecks(signal));
  life.add('port for peers', () => peeringPort.close());
  life.add('port for proxies', () => meshPort.close());
  life.add('http', () => http.close());
  const controller = {
    views,
    issue: async <I, R>(command: Command<I, R>, input: I) =>
      (await commands.issue(command, input, { origin: 'controller' })).reply,
    logger: logger.named('peering'),
  };
  life.run('streams to peers', (signal) =>
    dialPeers({ ...controller, dial: createStreamDialer(peering) }, signal),
  );
  life.run('remains of peerings', (signal) => sweepPeers(controller, signal));
  return { core, ports: bound, failed, stop: () => life.stop() };
}

interface Listener {
  listen(host: string, port: number): Promise<number>;
}

async function bind(
  port: number | undefined,
  hosts: readonly string[],
  listener: Listener,
): Promise<number | undefined> {
  if (port === undefined) return undefined;
  let bound = port;
  for (const host of hosts) bound = await listener.listen(host, bound);
  return bound;
}
