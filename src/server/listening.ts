// SPDX-License-Identifier: Apache-2.0
import { formatHostPort, type HostPort } from '../model/host-port.ts';
import { applyRights, clearSocket, socketPath, type SocketRights } from './unix-socket.ts';

export interface Listener {
  listen(host: string, port: number): Promise<number>;
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the address is in use: another agent or program has it',
  EACCES: 'this user may not listen there',
  EADDRNOTAVAIL: 'this machine does not have that address',
};

/** Listens on every address, or throws an Error that names the port's key, the address and the reason. */
export async function listenAll(
  key: string,
  addresses: readonly HostPort[],
  listener: Listener,
  rights?: SocketRights,
): Promise<void> {
  for (const address of addresses) {
    const path = socketPath(address.host);
    try {
      if (path !== undefined) clearSocket(path);
      await listener.listen(address.host, address.port);
      if (path !== undefined && rights !== undefined) applyRights(path, rights);
    } catch (error) {
      const where = path ?? formatHostPort(address);
      throw new Error(`ports.${key}: can't listen on ${where}: ${reasonOf(error)}`, {
        cause: error,
      });
    }
  }
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = (error as NodeJS.ErrnoException).code ?? /E[A-Z]{4,}/.exec(message)?.[0] ?? '';
  return REASONS[code] ?? message;
}
