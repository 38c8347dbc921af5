// SPDX-License-Identifier: Apache-2.0
// A real Consul to peer with: the binary that CONSUL_BIN names, as one server with its data in a folder of
// its own, everything on loopback. It answers as a cluster of the cluster tests does.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, ask, until } from '../cluster/cluster.ts';
import { freePorts } from '../ports.ts';

const binary = process.env['CONSUL_BIN'] ?? '';

/** Why interop tests are skipped, or false: for `{ skip }`. */
export const skip = binary === '' && 'CONSUL_BIN names no real Consul';

export interface RealConsul extends AsyncDisposable {
  readonly datacenter: string;
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly grpcTlsPort: number;
  request<T>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
  /** Ends the process, with its data kept. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same ports and data. */
  start(): Promise<void>;
}

const STOP_MS = 15_000;

export async function startConsul(datacenter: string, hcl = ''): Promise<RealConsul> {
  const folder = await mkdtemp(join(tmpdir(), 'causeway-interop-'));
  const ports = await freePorts(7);
  const [http = 0, grpc = 0, grpcTls = 0, server = 0, serfLan = 0, serfWan = 0, dns = 0] = ports;
  const argv = [
    'agent',
    '-server',
    '-bootstrap-expect=1',
    `-data-dir=${folder}`,
    `-datacenter=${datacenter}`,
    `-node=${datacenter}-server`,
    '-bind=127.0.0.1',
    '-client=127.0.0.1',
    `-http-port=${http}`,
    `-grpc-port=${grpc}`,
    `-grpc-tls-port=${grpcTls}`,
    `-server-port=${server}`,
    `-serf-lan-port=${serfLan}`,
    `-serf-wan-port=${serfWan}`,
    `-dns-port=${dns}`,
    '-log-level=error',
    `-hcl=performance { raft_multiplier = 1 } connect { enabled = true } leave_on_terminate = false ${hcl}`,
  ];
  let child: ChildProcess | undefined;
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    const process = child;
    child = undefined;
    if (process === undefined || process.exitCode !== null) return;
    const exited = once(process, 'exit');
    process.kill(signal);
    const force = setTimeout(() => process.kill('SIGKILL'), STOP_MS);
    await exited;
    clearTimeout(force);
  };
  const url = `http://127.0.0.1:${http}`;
  // Its index does not rise when only the stream of a peering changes, so nothing is waited for by index.
  const request = async <T>(method: string, path: string, body?: unknown): Promise<Answer<T>> => {
    try {
      return { ...(await ask<T>(url, method, path, body)), index: 0 };
    } catch (error) {
      return { status: 599, text: String(error), json: undefined as T, index: 0 };
    }
  };
  const consul: RealConsul = {
    datacenter,
    httpPort: http,
    grpcPort: grpc,
    grpcTlsPort: grpcTls,
    request,
    stop,
    start: async () => {
      child = spawn(binary, argv, { stdio: 'ignore' });
      const isReady = ({ Roots }: { Roots?: unknown[] | null }) => (Roots ?? []).length > 0;
      await until(consul, '/v1/connect/ca/roots', isReady, 30_000);
      const isThere = (instances: readonly unknown[]) => instances.length > 0;
      await until(consul, '/v1/health/service/consul?passing', isThere, 30_000);
    },
    [Symbol.asyncDispose]: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await consul.start();
  } catch (error) {
    await consul[Symbol.asyncDispose]();
    throw error;
  }
  return consul;
}
