// SPDX-License-Identifier: Apache-2.0

/** Says what was being done when something failed; the cause's own text follows. */
export async function whileDoing<T>(
  what: string,
  work: Promise<T> | (() => Promise<T>),
  between = ': ',
): Promise<T> {
  try {
    return await (typeof work === 'function' ? work() : work);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${what}${between}${reason}`, { cause: error });
  }
}
