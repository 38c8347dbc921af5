// SPDX-License-Identifier: Apache-2.0
import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { CheckResult } from '../../model/agent/check-running.ts';
import type { CheckType } from '../../model/agent/check-type.ts';
import { parseHostPort } from '../../model/host-port.ts';
import { addressError, networkErrorText } from './network-error.ts';
import type { Probe } from './probe-loop.ts';
import { critical, DEFAULT_TIMEOUT_MS } from './tcp.ts';

/** Passes unless the system says that nobody listens: a datagram that gets no answer is taken for delivered. */
export function udpProbe(type: CheckType): Probe {
  const address = type.UDP ?? '';
  const timeoutMs = type.Timeout || DEFAULT_TIMEOUT_MS;
  const target = parseHostPort(address);
  const passing: CheckResult = { status: 'passing', output: `UDP connect ${address}: Success` };
  return (signal) => {
    if (target === undefined) {
      return Promise.resolve(critical(addressError('udp', address)));
    }
    return new Promise((resolve) => {
      const socket = createSocket(isIPv6(target.host) ? 'udp6' : 'udp4');
      const finish = (result: CheckResult): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        socket.removeAllListeners();
        // The system may still have an error to tell, of a datagram that nobody waits for.
        socket.on('error', () => {});
        socket.close();
        resolve(result);
      };
      const abort = (): void => finish(passing);
      const timer = setTimeout(() => finish(passing), timeoutMs);
      signal.addEventListener('abort', abort, { once: true });
      socket.once('error', (error) => finish(critical(networkErrorText(error, 'udp', address))));
      socket.once('message', () => finish(passing));
      socket.once('connect', () => socket.send(''));
      socket.connect(target.port, target.host === '' ? '127.0.0.1' : target.host);
    });
  };
}
