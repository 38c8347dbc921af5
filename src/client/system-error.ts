// SPDX-License-Identifier: Apache-2.0
// What the operating system, resolver or TLS said, in the words of Go's programs, which Consul's users know.
import { getSystemErrorMessage } from 'node:util';

export interface SystemError extends Error {
  readonly code?: string;
  readonly errno?: number;
  readonly syscall?: string;
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
}

/** Why a file can't be used: 'open /x: no such file or directory'. */
export function fileErrorText(error: unknown, path: string): string {
  const { syscall, message } = error as SystemError;
  return syscall === undefined ? message : `${syscall} ${path}: ${reasonOf(error as SystemError)}`;
}

/** Why there is no connection: 'dial tcp 127.0.0.1:8500: connect: connection refused'. */
export function networkErrorText(error: unknown): string {
  // One error for each address of a name; the last one was tried last.
  if (error instanceof AggregateError) return networkErrorText(error.errors.at(-1));
  const system = error as SystemError;
  const { code, syscall, address, port, hostname, message } = system;
  if (code === 'ENOTFOUND') return `dial tcp: lookup ${hostname}: no such host`;
  if (syscall === 'getaddrinfo') return `dial tcp: lookup ${hostname}: ${reasonOf(system)}`;
  if (code === 'EPROTO' && message.includes('wrong version number')) {
    return 'http: server gave HTTP response to HTTPS client';
  }
  if (syscall === 'connect' && address !== undefined) {
    if (port === undefined) return `dial unix ${address}: connect: ${reasonOf(system)}`;
    const at = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
    return `dial tcp ${at}: connect: ${reasonOf(system)}`;
  }
  return message;
}

/** The reason alone: 'no such file or directory'. */
export function reasonOf({ code, errno, message }: SystemError): string {
  if (code === 'EISDIR') return 'is a directory';
  return typeof errno === 'number' ? getSystemErrorMessage(errno) : message;
}
