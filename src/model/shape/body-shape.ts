// SPDX-License-Identifier: Apache-2.0
import type { Shape as BodyShape, StructShape } from '../json-shape.ts';
import { any, bool, ignored, int, lazy, list, map, milliseconds, object, string } from './shape.ts';
import type { AnyShape, ObjectShape, Shape } from './shape.ts';

/** What a JSON body may hold, for files: a definition that is registered over HTTP can stand in a file. */
export function shapeOfBody<T>(struct: StructShape): Shape<T> {
  const fields = Object.entries(struct.fields).map(([name, field]) => [name, shapeOf(field)]);
  const aliases: Record<string, string[]> = {};
  for (const [alias, field] of Object.entries(struct.aliases ?? {})) {
    (aliases[field] ??= []).push(alias);
  }
  const shape: ObjectShape = object(
    struct.goType,
    Object.fromEntries(fields) as Record<string, AnyShape>,
    aliases,
  );
  return shape as Shape<T>;
}

function shapeOf(shape: BodyShape): AnyShape {
  if (typeof shape === 'object') {
    if ('list' in shape) return list(shapeOf(shape.list));
    if ('map' in shape) return map(shapeOf(shape.map));
    return lazy(() => shapeOfBody(shape.struct()));
  }
  switch (shape) {
    case 'string':
      return string;
    case 'bool':
      return bool;
    case 'int':
      return int;
    case 'duration':
      return milliseconds;
    case 'ignored':
      return ignored;
    case 'opaque':
      return map(any);
  }
}
