// SPDX-License-Identifier: Apache-2.0
// The dialer's side of the secret exchange: the one call that happens before anything is stored. Tries
// our gateways, when peers are reached through them, and then the addresses of the token, in turn and for three seconds
// each; a secret that the acceptor refuses ends it at once.
import { setTimeout as sleep } from 'node:timers/promises';
import { type ServiceError, status } from '@grpc/grpc-js';
import { addressesOf, type PeeringToken } from '../../../model/peering/token.ts';
import { Refusal, type RefusalCode } from '../../../model/refusal.ts';
import { Secret } from '../../../model/secret.ts';
import { connectTo } from '../connection.ts';
import { goText } from '../go-text.ts';
import { exchangeRequest, exchangeSecret } from '../methods.ts';

const BUDGET_MS = 3_000;
const PAUSE_MS = 150;
const JITTER_MS = 37.5;
// One address that swallows what it is sent must not use up the time of the others.
const ATTEMPT_MS = 1_000;
// However long it takes, so many addresses are tried.
const MIN_ADDRESSES = 8;
const MAX_MESSAGE_BYTES = 64 * 1_024;

export interface ExchangeClock {
  /** Milliseconds from any origin; only differences count. */
  readonly monotonicMs: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** Tries our `gateways`, `host:port`, if there are any, then everything. Refusal when nothing leads to the secret. */
export type Exchange = (
  token: PeeringToken,
  gateways: readonly string[],
  signal: AbortSignal,
) => Promise<Secret>;

export function createSecretExchange(clock: ExchangeClock): Exchange {
  return async (token, gateways, signal) => {
    const attempts = { token, clock, signal };
    if (gateways.length > 0) {
      // What goes wrong at a gateway is no news of the peer: nothing is said before its addresses were tried.
      const found = await exchange(gateways, attempts);
      if ('secret' in found) return found.secret;
    }
    const found = await exchange([...gateways, ...addressesOf(token)], attempts);
    if ('secret' in found) return found.secret;
    throw refusalOf(found.failures);
  };
}

interface Attempts {
  readonly token: PeeringToken;
  readonly clock: ExchangeClock;
  readonly signal: AbortSignal;
}

type Failures = readonly { readonly address: string; readonly error: ServiceError }[];
type Outcome = { readonly secret: Secret } | { readonly failures: Failures };

/** Tries the addresses in turn until one leads to the secret or the time is over; Refusal when the peer refuses. */
async function exchange(
  addresses: readonly string[],
  { token, clock, signal }: Attempts,
): Promise<Outcome> {
  const startMs = clock.monotonicMs();
  const failures: Failures[number][] = [];
  for (let attempt = 0; ; attempt += 1) {
    const address = addresses[attempt % addresses.length] ?? '';
    try {
      const deadlineMs = addresses.length === 1 ? BUDGET_MS : ATTEMPT_MS;
      return { secret: await exchangeWith(token, address, deadlineMs) };
    } catch (thrown) {
      const error = serviceErrorOf(thrown);
      if (error.code === status.PERMISSION_DENIED) {
        const text = `a new peering token must be generated: ${error.details}`;
        throw new Refusal('permission-denied', text);
      }
      failures.push({ address, error });
    }
    const isOver =
      clock.monotonicMs() - startMs >= BUDGET_MS &&
      failures.length >= Math.min(addresses.length, MIN_ADDRESSES);
    if (isOver || signal.aborted) return { failures };
    await sleep(PAUSE_MS + clock.random() * JITTER_MS);
  }
}

async function exchangeWith(
  token: PeeringToken,
  address: string,
  timeoutMs: number,
): Promise<Secret> {
  const endpoint = {
    addresses: [address],
    serverName: token.ServerName,
    caPems: token.CA ?? [],
  };
  const options = { maxMessageBytes: MAX_MESSAGE_BYTES, keepsAlive: false };
  const client = connectTo(endpoint, address, options);
  const { path, requestSerialize, responseDeserialize } = exchangeSecret;
  const request = exchangeRequest(token.PeerID, token.EstablishmentSecret);
  try {
    const response = await new Promise<{ StreamSecret: string }>((resolve, reject) => {
      client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        { deadline: Date.now() + timeoutMs },
        (error, value) => (error === null && value ? resolve(value) : reject(error ?? new Error())),
      );
    });
    return new Secret(response.StreamSecret);
  } finally {
    client.close();
  }
}

function serviceErrorOf(thrown: unknown): ServiceError {
  if (thrown instanceof Error && 'code' in thrown && 'details' in thrown) {
    return thrown as ServiceError;
  }
  const details = thrown instanceof Error ? thrown.message : String(thrown);
  const code = status.UNKNOWN;
  return Object.assign(new Error(details), { code, details, metadata: undefined as never });
}

// HTTP status by gRPC status: 429 and 503 are for clients that try again.
const CODES: Readonly<Record<number, RefusalCode>> = {
  [status.RESOURCE_EXHAUSTED]: 'rate-limited',
  [status.UNAVAILABLE]: 'unavailable',
  [status.DEADLINE_EXCEEDED]: 'unavailable',
};

/** All attempts as one error, laid out as Go's multierror. */
function refusalOf(failures: Failures): Refusal {
  const lines = failures.map(({ address, error }) => {
    const code = GO_CODE_NAMES[error.code] ?? String(error.code);
    const text = `rpc error: code = ${code} desc = ${goText(error.details)}`;
    return `\t* failed to exchange peering secret through address "${address}": ${text}\n`;
  });
  const head = `${lines.length} error${lines.length === 1 ? '' : 's'} occurred:\n`;
  const last = failures.at(-1)?.error.code ?? status.UNKNOWN;
  return new Refusal(CODES[last] ?? 'rpc-error', `${head}${lines.join('')}\n`);
}

/** `Unavailable` for 14 and so on: as Go prints status codes. */
const GO_CODE_NAMES: Readonly<Record<number, string>> = {
  [status.CANCELLED]: 'Canceled',
  [status.UNKNOWN]: 'Unknown',
  [status.INVALID_ARGUMENT]: 'InvalidArgument',
  [status.DEADLINE_EXCEEDED]: 'DeadlineExceeded',
  [status.NOT_FOUND]: 'NotFound',
  [status.ALREADY_EXISTS]: 'AlreadyExists',
  [status.PERMISSION_DENIED]: 'PermissionDenied',
  [status.RESOURCE_EXHAUSTED]: 'ResourceExhausted',
  [status.FAILED_PRECONDITION]: 'FailedPrecondition',
  [status.ABORTED]: 'Aborted',
  [status.OUT_OF_RANGE]: 'OutOfRange',
  [status.UNIMPLEMENTED]: 'Unimplemented',
  [status.INTERNAL]: 'Internal',
  [status.UNAVAILABLE]: 'Unavailable',
  [status.DATA_LOSS]: 'DataLoss',
  [status.UNAUTHENTICATED]: 'Unauthenticated',
};
