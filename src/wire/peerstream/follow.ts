// SPDX-License-Identifier: Apache-2.0
import type { Watch } from '../../views/engine/engine.ts';

/**
 * Tells the value of a watch now and whenever it changes, until the watch is disposed of. A computation that throws
 * ends it and is reported; the last value stands.
 */
export function follow<V>(
  watch: Watch<V>,
  tell: (value: V) => void,
  onError: (error: unknown) => void,
): void {
  const pump = async (): Promise<void> => {
    for await (const { value } of watch) tell(value);
  };
  pump().catch(onError);
}
