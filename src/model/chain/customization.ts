// SPDX-License-Identifier: Apache-2.0
// The mark of a chain that a caller customised: clients and Envoy's names compare it, so it is Consul's own function, a
// structural hash over FNV-1 with 64 bits. Names and values are hashed apart, each pair in order, all pairs in none.
import type { Customised } from './request.ts';

const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const MASK = (1n << 64n) - 1n;

/** Eight hex digits; '' for a chain that nothing customises. */
export function chainCustomizationHash(customised: Customised): string {
  const { protocol, connectTimeoutMs, gatewayMode } = customised;
  if (protocol === undefined && connectTimeoutMs === undefined && gatewayMode === undefined) {
    return '';
  }
  const gateway = ofStruct('MeshGatewayConfig', { Mode: ofText(gatewayMode ?? '') });
  const nanoseconds = Math.round((connectTimeoutMs ?? 0) * 1e6);
  const hash = ofStruct('', {
    OverrideMeshGateway: gateway,
    OverrideProtocol: ofText(protocol ?? ''),
    OverrideConnectTimeout: ofBytes(littleEndian(BigInt(nanoseconds))),
  });
  return hash.toString(16).slice(0, 8);
}

function ofStruct(name: string, fields: Readonly<Record<string, bigint>>): bigint {
  let hash = ofText(name);
  for (const [field, value] of Object.entries(fields)) hash ^= ofPair(ofText(field), value);
  return hash;
}

const ofPair = (name: bigint, value: bigint): bigint =>
  ofBytes(Buffer.concat([littleEndian(name), littleEndian(value)]));

const ofText = (text: string): bigint => ofBytes(Buffer.from(text));

function ofBytes(bytes: Uint8Array): bigint {
  let hash = OFFSET;
  for (const byte of bytes) hash = ((hash * PRIME) & MASK) ^ BigInt(byte);
  return hash;
}

function littleEndian(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, value));
  return bytes;
}
