// SPDX-License-Identifier: Apache-2.0
// A decoded document as Go's JSON shows it where every field is omitted when empty: without zero scalars, empty
// lists and empty maps. An object that was written stays, however little is in it; so does every item of a list.
import type { AnyShape } from './shape.ts';

/** `value` is what `decode` made by the same shape; of the fields in `zeros`, wherever they are, a zero counts. */
export function compact<T>(shape: AnyShape, value: T, zeros: readonly string[] = []): T {
  return compacted(shape, value, zeros) as T;
}

function compacted(shape: AnyShape, value: unknown, zeros: readonly string[]): unknown {
  if (value === null || value === undefined) return value;
  switch (shape.kind) {
    case 'lazy':
      return compacted(shape.get(), value, zeros);
    case 'list':
      return (value as readonly unknown[]).map((item) => compacted(shape.of, item, zeros));
    case 'map':
      return mapFields(value, (_, field) => compacted(shape.of, field, zeros));
    case 'object': {
      const whole = mapFields(value, (name, field) => {
        const inner = shape.fields[name];
        return inner === undefined ? field : compacted(inner, field, zeros);
      });
      const kept = Object.entries(whole).filter(([name, field]) => {
        return zeros.includes(name) || !isEmpty(shape.fields[name], field);
      });
      return Object.fromEntries(kept);
    }
    default:
      return value;
  }
}

function mapFields(value: unknown, change: (name: string, field: unknown) => unknown): object {
  const entries = Object.entries(value as object);
  return Object.fromEntries(entries.map(([name, field]) => [name, change(name, field)]));
}

function isEmpty(shape: AnyShape | undefined, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  const inner = shape?.kind === 'lazy' ? shape.get() : shape;
  if (inner?.kind === 'object' || inner?.kind === 'any') return false;
  if (typeof value === 'object') return Object.keys(value).length === 0;
  return value === '' || value === 0 || value === false;
}
