// SPDX-License-Identifier: Apache-2.0
// DeltaDiscoveryResponse by hand: the bytes of each resource are made once and copied into every
// response that carries it, however many proxies there are.
import { type Resource, TYPE_URLS } from './resource-set.ts';
import type { DeltaResponse } from './delta-stream.ts';

// Field numbers of envoy.service.discovery.v3.
const RESPONSE = { resources: 2, typeUrl: 4, nonce: 5, removedResources: 6 } as const;
const RESOURCE = { version: 1, resource: 2, name: 3 } as const;

const frames = new WeakMap<Resource, Buffer>();

export function encodeDeltaResponse(response: DeltaResponse): Buffer {
  const parts = response.resources.map(frameOf);
  parts.push(textField(RESPONSE.typeUrl, TYPE_URLS[response.type]));
  parts.push(textField(RESPONSE.nonce, response.nonce));
  for (const name of response.removed) parts.push(textField(RESPONSE.removedResources, name));
  return Buffer.concat(parts);
}

function frameOf(resource: Resource): Buffer {
  let frame = frames.get(resource);
  if (frame === undefined) {
    const body = Buffer.concat([
      textField(RESOURCE.version, resource.version),
      bytesField(RESOURCE.resource, resource.any),
      textField(RESOURCE.name, resource.name),
    ]);
    frame = bytesField(RESPONSE.resources, body);
    frames.set(resource, frame);
  }
  return frame;
}

function textField(field: number, text: string): Buffer {
  return bytesField(field, Buffer.from(text));
}

function bytesField(field: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([(field << 3) | 2]), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}
