// SPDX-License-Identifier: Apache-2.0

/** An escaped path as text: escapes are bytes of UTF-8, and bytes that are none read as U+FFFD, as in Go. */
export function unescapePath(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    const bytes = path.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => {
      return String.fromCharCode(Number.parseInt(hex, 16));
    });
    return Buffer.from(bytes, 'latin1').toString('utf8');
  }
}

/** A text as a path, escaped as Go does; slashes stay. */
export function escapePath(text: string): string {
  return encodeURI(text.toWellFormed()).replaceAll(
    /[!'()*?#]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
