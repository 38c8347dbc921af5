// SPDX-License-Identifier: Apache-2.0
// The peering token: what an acceptor hands to its future dialer, as base64 of JSON. Encoding gives the bytes that
// Consul gives; decoding takes what an operator pasted, bounds it and answers with the texts of Consul. What a decoded
// token says is still unchecked: see token-rules.ts. A token holds a secret and is never logged, whole or in part.
import { decodeBase64 } from '../base64.ts';
import { jsonSyntaxError } from '../json-syntax.ts';
import { Refusal } from '../refusal.ts';
import { dialAddresses, type RemoteInfo } from './peering.ts';
import { readToken } from './token-fields.ts';

/** Lists that were never set are null, as on the wire. */
export interface PeeringToken {
  /** PEM of every root of the acceptor; without any, the dialer connects in plain text. */
  readonly CA: readonly string[] | null;
  /** `host:port` as the operator gave them; when there are any, only these are dialed. */
  readonly ManualServerAddresses: readonly string[] | null;
  readonly ServerAddresses: readonly string[] | null;
  /** SNI of the acceptor's servers, and the DNS name that their certificate must have. */
  readonly ServerName: string;
  /** The id of the acceptor's record. */
  readonly PeerID: string;
  /** Good for one exchange. */
  readonly EstablishmentSecret: string;
  readonly Remote: RemoteInfo;
}

/** Where the token says that its cluster can be dialed, `host:port`. */
export const addressesOf = (token: PeeringToken): readonly string[] =>
  dialAddresses(token.ManualServerAddresses ?? [], token.ServerAddresses ?? []);

/** A real token with three roots has 4 KiB; more than this is no token. */
export const MAX_TOKEN_BYTES = 256 * 1_024;

/** The text that operators carry from one cluster to the other. */
export function encodePeeringToken(token: PeeringToken): string {
  const { Remote: remote } = token;
  const json = JSON.stringify({
    CA: token.CA,
    ManualServerAddresses: token.ManualServerAddresses,
    ServerAddresses: token.ServerAddresses,
    ServerName: token.ServerName,
    PeerID: token.PeerID,
    EstablishmentSecret: token.EstablishmentSecret,
    Remote: {
      Partition: remote.Partition,
      Datacenter: remote.Datacenter,
      Locality: remote.Locality && {
        Region: remote.Locality.Region || undefined,
        Zone: remote.Locality.Zone || undefined,
      },
    },
  });
  return Buffer.from(escapeAsGo(json)).toString('base64');
}

/** What the text says, unchecked; Refusal when it is no token at all. */
export function decodePeeringToken(text: string): PeeringToken {
  if (text.length > MAX_TOKEN_BYTES) {
    throw refused(`failed to decode token: longer than ${MAX_TOKEN_BYTES} bytes`);
  }
  const decoded = decodeBase64(text);
  if ('illegalAt' in decoded) {
    throw refused(`failed to decode token: illegal base64 data at input byte ${decoded.illegalAt}`);
  }
  const syntaxError = jsonSyntaxError(decoded.bytes);
  if (syntaxError !== undefined) throw refused(syntaxError);
  const outcome = readToken(JSON.parse(decoded.bytes.toString('utf8')) as unknown);
  if ('typeError' in outcome) throw refused(outcome.typeError);
  return outcome.token;
}

/** Go writes these five characters of JSON strings as escapes; elsewhere in JSON they don't occur. */
function escapeAsGo(json: string): string {
  return json.replaceAll(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function refused(message: string): Refusal {
  return new Refusal('rpc-error', message);
}
