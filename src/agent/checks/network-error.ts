// SPDX-License-Identifier: Apache-2.0

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connect: connection refused',
  ECONNRESET: 'read: connection reset by peer',
  EHOSTUNREACH: 'connect: no route to host',
  ENETUNREACH: 'connect: network is unreachable',
  EADDRNOTAVAIL: 'connect: cannot assign requested address',
  EACCES: 'connect: permission denied',
  ETIMEDOUT: 'i/o timeout',
};

/** What a failed connection looks like in the output of a check: as Go says it, where Go has words for it. */
export function networkErrorText(error: unknown, network: 'tcp' | 'udp', address: string): string {
  // A name with several addresses fails with one error for each.
  const cause = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  if (!(cause instanceof Error)) return String(cause);
  const { code, hostname } = cause as NodeJS.ErrnoException & { hostname?: string };
  if (code === 'ENOTFOUND') return `dial ${network}: lookup ${hostname ?? address}: no such host`;
  const reason = REASONS[code ?? ''];
  return reason === undefined ? cause.message : `dial ${network} ${address}: ${reason}`;
}

export const timeoutText = (network: 'tcp' | 'udp', address: string): string =>
  `dial ${network} ${address}: i/o timeout`;
