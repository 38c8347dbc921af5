// SPDX-License-Identifier: Apache-2.0
// The composition root: every part of a server and every wire between parts. Parts start in the order in
// which they stand here and end in reverse. Nothing else knows more than its neighbours.
import { randomUUID } from 'node:crypto';
import { forgetProxyStatus } from '../commands/forget-proxy-status.ts';
import { putAutopilotConfig } from '../commands/put-autopilot-config.ts';
import { putConfigEntry } from '../commands/put-config-entry.ts';
import { recordProxyStatus } from '../commands/record-proxy-status.ts';
import { dialPeers } from '../controllers/dial-peers.ts';
import { endLockDelays } from '../controllers/end-lock-delays.ts';
import { expectProxies } from '../controllers/expect-proxies.ts';
import { ExpireSessions } from '../controllers/expire-sessions.ts';
import { issueLeaves } from '../controllers/issue-leaves.ts';
import { preparePeering } from '../controllers/prepare-peering.ts';
import { recordStatus } from '../controllers/record-status.ts';
import { sweepPeers } from '../controllers/sweep-peers.ts';
import type { Command } from '../commands/command.ts';
import { formatDuration } from '../model/duration.ts';
import type { Logger, LogLevel } from '../model/logger.ts';
import { VERSION } from '../model/version.ts';
import { SERVER_SETTINGS_KEY, serverSettings } from '../state/tables/server-settings.ts';
import { MeshPort } from '../wire/grpc/mesh-port.ts';
import { PeeringPort } from '../wire/grpc/peering-port.ts';
import { endpointsOf } from '../wire/http/endpoints.ts';
import type { LogSource } from '../wire/http/agent/self/log-source.ts';
import { HttpServer } from '../wire/http/server.ts';
import { peerStreamsOnDemand } from '../wire/peerstream/on-demand.ts';
import { adsService, loadProxyStream } from '../wire/xds/ads-service.ts';
import { Certificates } from './certificates.ts';
import { ClusterCa } from './cluster-ca.ts';
import type { AgentConfig } from './config/agent-config.ts';
import { type Core, openCore } from './core.ts';
import { describeSelf } from './self/describe-self.ts';
import { readHostInfo } from './self/host-info.ts';
import { readRuntimeFacts } from './self/runtime-facts.ts';
import { readHttpsTls } from './https-tls.ts';
import { LifeCycle } from './life-cycle.ts';
import { LogHub } from './log-hub.ts';
import { openLocalAgent } from './local-agent.ts';
import { listenAll } from './listening.ts';
import { commandTimes } from './metrics/command-times.ts';
import { measureGc } from './metrics/gc-pauses.ts';
import { Meters } from './metrics/meter.ts';
import { openMetrics } from './metrics/metrics.ts';
import { requestTimes } from './metrics/request-times.ts';
import { openEvents } from './events.ts';
import { ownAddress } from './own-address.ts';
import { openSnapshots } from './snapshot/snapshots.ts';
import { openStorage } from './storage.ts';
import { reload } from './reload.ts';
import { systemClock } from './system-clock.ts';
import { WatchSet } from './watches/watch-set.ts';

// Leased rows of this server end this long after it last said that it lives.
const LEASE_MS = 15_000;

export interface RunningServer {
  readonly core: Core;
  /** Resolves with the cause when the server can't go on; it must be stopped then. */
  readonly failed: Promise<unknown>;
  /** Reads the configuration again; rejects with a Refusal, and nothing changed, when it makes no sense. */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

/** What the process around a server does for it. */
export interface ServerHost {
  readonly logs: LogSource;
  /** Ends the process, in order. */
  readonly leave: () => void;
  /** The configuration as it is now; throws a ConfigError. Without it, it never changes. */
  readonly readConfig?: () => AgentConfig;
  readonly setLogLevel?: (level: LogLevel) => void;
}

/** For a server in a process that is about something else. */
const UNHOSTED: ServerHost = { logs: new LogHub(), leave: () => {} };

/** Starts a server; rejects, with everything ended again, when a part can't start. */
export async function startServer(
  config: AgentConfig,
  nodeId: string,
  logger: Logger,
  host: ServerHost = UNHOSTED,
): Promise<RunningServer> {
  const failure = Promise.withResolvers<unknown>();
  const life = new LifeCycle((part, error) => {
    logger.error('a part of the server has failed', { part, error });
    failure.resolve(error);
  });
  try {
    const started = await start(config, nodeId, { logger, life, host });
    return { ...started, failed: failure.promise, stop: () => life.stop() };
  } catch (error) {
    await life.stop();
    throw error;
  }
}

async function start(
  config: AgentConfig,
  nodeId: string,
  { logger, life, host }: { logger: Logger; life: LifeCycle; host: ServerHost },
): Promise<Pick<RunningServer, 'core' | 'reload'>> {
  const log = await openStorage(config.dataDir);
  life.add('log', () => log.close());
  const servesPrometheus = config.telemetry.prometheusRetentionMs > 0;
  const meters = new Meters(systemClock, { keepsValues: servesPrometheus });
  life.add('metrics', measureGc(meters));
  const core = await openCore(log, {
    onAnswered: commandTimes(meters),
    onError: (view, error) => logger.error('a view could not be computed', { view, error }),
  });
  const { commands, state, views } = core;
  life.run('follower', core.follow);
  const { defaultIntentionPolicy, datacenter, nodeName } = config;
  const settings = { defaultIntentionPolicy };
  state.applyLocal({ table: serverSettings.name, key: SERVER_SETTINGS_KEY, value: settings });
  let lease = log.grantLease(LEASE_MS);
  const beat = setInterval(() => {
    // A process that was stopped for long has lost it; what it still holds is recorded anew.
    if (lease.hasEnded) lease = log.grantLease(LEASE_MS);
    else lease.keepAlive();
  }, LEASE_MS / 3);
  life.add('lease', () => clearInterval(beat));
  const issue =
    (origin: string) =>
    async <I, R>(command: Command<I, R>, input: I): Promise<R> =>
      (await commands.issue(command, input, { origin })).reply;

  const ca = await ClusterCa.open(core, Date.now, config.connect.ca);
  const caLogger = logger.named('ca');
  const certificates = await Certificates.open({
    core,
    ca,
    datacenter,
    logger: caLogger,
  });
  life.add('leaves', () => certificates.leaves[Symbol.dispose]());
  life.run('root rotation', (signal) => certificates.follow(signal));
  life.run('leaves of proxies', (signal) => {
    const keep = (uri: string) => certificates.keep(uri);
    const release = (uri: string) => certificates.release(uri);
    return issueLeaves({ views, keep, release, logger: caLogger }, signal);
  });

  await bootstrapEntries(config, core);
  const firstAutopilot = { config: config.autopilot, cas: 0 };
  await commands.issue(putAutopilotConfig, firstAutopilot, { origin: 'bootstrap' });
  const agent = openLocalAgent({
    core,
    nodeName,
    leafOf: (service, wait) => certificates.leafOf(service, wait),
    sidecarPorts: { min: config.ports.sidecarMin, max: config.ports.sidecarMax },
    checkSettings: config.checkSettings,
    logger: logger.named('checks'),
  });
  const self = selfOf(config, nodeId);
  await agent.register(self);
  await agent.define(config);
  life.run('checks', (signal) => agent.runChecks(signal));
  life.run('catalog', (signal) => agent.syncCatalog(self, signal));

  const peerLogger = logger.named('peering');
  const streamsEnd = new AbortController();
  const peerPorts = {
    views,
    issue: async <I, R>(command: Command<I, R>, input: I, origin: string): Promise<R> =>
      (await commands.issue(command, input, { origin })).reply,
    issueLeased: async <I, R>(command: Command<I, R>, input: I, origin: string): Promise<R> =>
      (await commands.issue(command, input, { origin, lease })).reply,
    now: Date.now,
    newId: randomUUID,
    logger: peerLogger,
    limits: config.peering.limits,
    holder: nodeName,
    version: VERSION,
    location: { Partition: '', Datacenter: datacenter, Locality: config.locality ?? null },
  };
  const peerStreams = config.peering.enabled
    ? peerStreamsOnDemand(peerPorts, streamsEnd.signal)
    : undefined;
  const peeringPort = new PeeringPort({
    service: peerStreams?.service,
    peeringName: () => certificates.peeringName,
    secureContext: () => certificates.secureContext,
  });
  const meshPort = new MeshPort([
    adsService({
      nodeName,
      views,
      recordStatus: (status) => commands.issue(recordProxyStatus, status, { origin: 'xds', lease }),
      forgetStatus: (status) => commands.issue(forgetProxyStatus, status, { origin: 'xds', lease }),
      now: Date.now,
      logger: logger.named('envoy'),
    }),
  ]);
  life.run('what serves proxies', (signal) =>
    expectProxies({ views, load: loadProxyStream, logger: logger.named('envoy') }, signal),
  );
  const sessionPorts = {
    views,
    issue: issue('sessions'),
    clock: systemClock,
    logger: logger.named('sessions'),
  };
  const expiry = new ExpireSessions(sessionPorts);
  life.run('sessions', (signal) => expiry.run(signal));
  life.run('lock delays', (signal) => endLockDelays(sessionPorts, signal));
  const statusPorts = { views, issue: issue('gateways'), now: Date.now };
  life.run('status of gateways', (signal) => recordStatus(statusPorts, signal));
  const sinceMs = Date.now();
  const httpLogger = logger.named('http');
  const isVerboseAt = (level: LogLevel) => ['trace', 'debug'].includes(level);
  let isVerbose = isVerboseAt(config.log.level);
  const watches = new WatchSet(config.watches, {
    address: () => ownAddress(config.listen),
    logger: logger.named('watch'),
  });
  const readAgain = () =>
    reload({
      read: host.readConfig ?? (() => config),
      define: (definitions) => agent.define(definitions),
      setWatches: (wanted) => watches.set(wanted),
      setLogLevel: (level) => {
        isVerbose = isVerboseAt(level);
        host.setLogLevel?.(level);
      },
      logger,
    });
  const metrics = openMetrics({
    core,
    meters,
    clock: systemClock,
    datacenter,
    naming: config.telemetry.naming,
    servesPrometheus,
  });
  const countRequest = requestTimes(meters);
  const http = new HttpServer({
    endpoints: endpointsOf({ hasCoordinates: config.hasCoordinates }),
    context: {
      views,
      issue: issue('http'),
      commit: (command, input) => commands.issue(command, input, { origin: 'http' }),
      now: Date.now,
      newId: randomUUID,
      agent: { datacenter, nodeName, nodeId, advertiseAddress: config.advertiseAddr },
      queries: config.queries,
      limits: config.bodyLimits,
      renewSession: (id) => expiry.renew(id),
      self: describeSelf(config, nodeId),
      localAgent: agent,
      metrics,
      logs: host.logs,
      hostInfo: () => readHostInfo('/'),
      runtime: readRuntimeFacts,
      leave: host.leave,
      reload: readAgain,
      events: openEvents(views, nodeName),
      operator: { facts: () => ({ revision: state.at, sinceMs }) },
      snapshots: openSnapshots({
        core,
        now: Date.now,
        self,
        onRestored: () => {
          expiry.renewAll();
          ca.forgetSerials();
          return agent.register(self);
        },
      }),
      exchangeSecret: peerStreams?.exchangeSecret,
      configureCa: (request) => ca.configure(request),
    },
    settings: config.http,
    onDefect: (error, { method, path }) => {
      httpLogger.error('a request could not be answered', { method, path, error });
    },
    onServed: (endpoint, ms) => {
      countRequest(endpoint, ms);
      if (!isVerbose && !host.logs.isFollowed) return;
      // The path as it is declared: what stands in a URL may be a secret.
      const { method, path } = endpoint;
      httpLogger.debug('request finished', { method, path, latency: formatDuration(ms) });
    },
  });
  life.add('port for peers', () => peeringPort.close());
  await listenAll('grpc_tls', config.listen.grpcTls, peeringPort);
  life.add('port for proxies', () => meshPort.close());
  await listenAll('grpc', config.listen.grpc, meshPort);
  life.add('http', () => http.close());
  await listenAll('http', config.listen.http, http, config.sockets);
  const { https } = config.listen;
  if (https.length > 0)
    await listenAll('https', https, http.overTls(readHttpsTls(config.tls.https)), config.sockets);
  life.add('peer streams', () => {
    streamsEnd.abort();
    return peerStreams?.drained();
  });
  if (peerStreams !== undefined) {
    const { dial, prepare } = peerStreams;
    const ports = { views, issue: issue('peering'), dial, logger: peerLogger };
    life.run('dialing peers', (signal) => dialPeers(ports, signal));
    life.run('preparing for peers', (signal) => preparePeering({ views, prepare }, signal));
    life.run('sweeping peers', (signal) => sweepPeers(ports, signal));
  }
  life.run('watches', (signal) => watches.run(signal));
  return { core, reload: readAgain };
}

/** Writes the entries of config_entries.bootstrap that are not there yet; rejects when one is refused. */
async function bootstrapEntries(config: AgentConfig, { commands }: Core): Promise<void> {
  for (const entry of config.configEntriesBootstrap) {
    try {
      await commands.issue(putConfigEntry, { entry, cas: 0 }, { origin: 'bootstrap' });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const what = `config_entries.bootstrap: ${entry.Kind}/${entry.Name}`;
      throw new Error(`${what}: ${reason}`, { cause: error });
    }
  }
}

function selfOf(config: AgentConfig, nodeId: string) {
  const openPort = (port: number) => (port > 0 ? port : undefined);
  return {
    datacenter: config.datacenter,
    nodeName: config.nodeName,
    nodeId,
    advertiseAddress: config.advertiseAddr,
    advertiseAddressWan: config.advertiseAddrWan,
    nodeMeta: config.nodeMeta,
    locality: config.locality,
    ports: {
      server: config.ports.server,
      grpc: openPort(config.ports.grpc),
      grpcTls: openPort(config.ports.grpcTls),
    },
  };
}
