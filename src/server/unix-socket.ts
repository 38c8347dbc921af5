// SPDX-License-Identifier: Apache-2.0
// Sockets of the file system that the agent listens on: what an earlier run left goes, and who may connect is
// set by the file's owner, group and mode, as `unix_sockets` says.
import { chmodSync, chownSync, lstatSync, readFileSync, statSync, unlinkSync } from 'node:fs';

export interface SocketRights {
  /** Names or numbers; undefined: those of the process. */
  readonly user: string | undefined;
  readonly group: string | undefined;
  /** In octal. */
  readonly mode: string | undefined;
}

const SCHEME = 'unix://';

/** The file of an address like 'unix:///run/agent.sock'; undefined for one of a network. */
export function socketPath(host: string): string | undefined {
  return host.startsWith(SCHEME) ? host.slice(SCHEME.length) : undefined;
}

/** Removes a socket that is there already; throws an Error for a file of another kind. */
export function clearSocket(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket()) throw new Error(`${path} is there and is no socket`);
  unlinkSync(path);
}

/** Throws an Error for a user, group or mode that there is none of. */
export function applyRights(path: string, { user, group, mode }: SocketRights): void {
  const now = statSync(path);
  const uid = user === undefined ? now.uid : idOf('user', '/etc/passwd', user);
  const gid = group === undefined ? now.gid : idOf('group', '/etc/group', group);
  if (uid !== now.uid || gid !== now.gid) chownSync(path, uid, gid);
  if (mode === undefined) return;
  if (!/^0?[0-7]{1,4}$/.test(mode)) throw new Error(`invalid mode specified: ${mode}`);
  chmodSync(path, Number.parseInt(mode, 8));
}

/** Both files have lines of `name:password:number`. */
function idOf(what: string, file: string, nameOrNumber: string): number {
  if (/^\d+$/.test(nameOrNumber)) return Number(nameOrNumber);
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .find((text) => text.startsWith(`${nameOrNumber}:`));
  const id = line?.split(':')[2];
  if (id === undefined) throw new Error(`unknown ${what} ${nameOrNumber}`);
  return Number(id);
}
