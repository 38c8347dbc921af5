// SPDX-License-Identifier: Apache-2.0
// From plain objects to protobuf bytes. An `Any` holds bytes, so what is wrapped in one can be encoded once and put into
// many messages; that is where builders share work.
import {
  create,
  type DescMessage,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf';
import { type Any, AnySchema, type Duration, DurationSchema } from '@bufbuild/protobuf/wkt';

export type Init<Desc extends DescMessage> = MessageInitShape<Desc>;

export function encode<Desc extends DescMessage>(
  schema: Desc,
  init: MessageInitShape<Desc> | MessageShape<Desc>,
): Uint8Array {
  return toBinary(schema, create(schema, init as MessageInitShape<Desc>));
}

export function anyOf<Desc extends DescMessage>(
  schema: Desc,
  init: MessageInitShape<Desc> | MessageShape<Desc>,
): Any {
  const typeUrl = `type.googleapis.com/${schema.typeName}`;
  return create(AnySchema, { typeUrl, value: encode(schema, init) });
}

export function durationOf(ms: number): Duration {
  const seconds = Math.floor(ms / 1_000);
  const nanos = Math.round((ms - seconds * 1_000) * 1e6);
  return create(DurationSchema, { seconds: BigInt(seconds), nanos });
}
