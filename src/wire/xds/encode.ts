// SPDX-License-Identifier: Apache-2.0
// DeltaDiscoveryResponse by hand: the bytes of each resource are made once, by its builder, and copied
// into every response that carries it. Nothing else is kept: with thousands of proxies even small
// remainders of each response add up, and a slice of Node's buffer pool holds all of its slab.
import type { DeltaResponse } from './delta-stream.ts';
import { type Resource, TYPE_URLS } from './resource-set.ts';

// Field numbers of envoy.service.discovery.v3.
const RESPONSE = { resources: 2, typeUrl: 4, nonce: 5, removedResources: 6 } as const;
const RESOURCE = { version: 1, resource: 2, name: 3 } as const;

export function encodeDeltaResponse({ type, nonce, resources, removed }: DeltaResponse): Buffer {
  const typeUrl = TYPE_URLS[type];
  let length = textLength(typeUrl) + textLength(nonce);
  for (const resource of resources) length += fieldLength(lengthOf(resource));
  for (const name of removed) length += textLength(name);
  const writer = new Writer(length);
  for (const resource of resources) {
    writer.start(RESPONSE.resources, lengthOf(resource));
    writer.text(RESOURCE.version, resource.version);
    writer.bytes(RESOURCE.resource, resource.any);
    writer.text(RESOURCE.name, resource.name);
  }
  writer.text(RESPONSE.typeUrl, typeUrl);
  writer.text(RESPONSE.nonce, nonce);
  for (const name of removed) writer.text(RESPONSE.removedResources, name);
  return writer.buffer;
}

function lengthOf({ version, any, name }: Resource): number {
  return textLength(version) + fieldLength(any.length) + textLength(name);
}

function textLength(text: string): number {
  return fieldLength(Buffer.byteLength(text));
}

/** Of a field with its tag, which is one byte for all that are used here. */
function fieldLength(length: number): number {
  let bytes = 2;
  for (let rest = length; rest > 0x7f; rest = Math.floor(rest / 128)) bytes += 1;
  return bytes + length;
}

/** Length-delimited fields, one after the other, into a buffer of the length that they are known to have. */
class Writer {
  readonly buffer: Buffer;
  #at = 0;

  constructor(length: number) {
    this.buffer = Buffer.allocUnsafe(length);
  }

  start(field: number, length: number): void {
    this.#byte((field << 3) | 2);
    let rest = length;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.#byte((rest & 0x7f) | 0x80);
    this.#byte(rest);
  }

  text(field: number, text: string): void {
    this.start(field, Buffer.byteLength(text));
    this.#at += this.buffer.write(text, this.#at);
  }

  bytes(field: number, bytes: Uint8Array): void {
    this.start(field, bytes.length);
    this.buffer.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  #byte(value: number): void {
    this.#at = this.buffer.writeUInt8(value, this.#at);
  }
}
