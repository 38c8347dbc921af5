// SPDX-License-Identifier: Apache-2.0
import { formatHostPort, type HostPort } from '../model/host-port.ts';
import type { AgentConfig } from './config/agent-config.ts';
import { socketPath } from './unix-socket.ts';

const LOOPBACKS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** Where this agent reaches its own HTTP API, as its clients write it: plaintext if there is any. */
export function ownAddress({ http, https }: AgentConfig['listen']): string {
  const [plain] = http;
  if (plain !== undefined) return addressOf('http', plain);
  const [secure] = https;
  if (secure !== undefined) return addressOf('https', secure);
  throw new Error('watch plans require an HTTP or HTTPS endpoint');
}

function addressOf(scheme: string, { host, port }: HostPort): string {
  if (socketPath(host) !== undefined) return host;
  return `${scheme}://${formatHostPort({ host: LOOPBACKS[host] ?? host, port })}`;
}
