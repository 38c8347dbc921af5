// SPDX-License-Identifier: Apache-2.0
// Regular expressions of strangers. Their time is linear in the text, whatever they are: RE2, as in Consul,
// and not the engine of JavaScript, in which a pattern can keep the process for years.
import { RE2JS } from 're2js';

/** Whether a text has a part that matches; throws Error with the words of Go's regexp. */
export function compilePattern(pattern: string): (text: string) => boolean {
  const compiled = compile(pattern);
  return (text) => compiled.test(text);
}

/**
 * What the first part that matches and the groups in it hold: 0 is all of it, '' a group that took no part; nothing
 * where nothing matches. Throws Error with the words of Go's regexp.
 */
export function compileGroups(pattern: string): (text: string) => readonly string[] {
  const compiled = compile(pattern);
  return (text) => {
    const matcher = compiled.matcher(text);
    if (!matcher.find()) return [];
    return Array.from({ length: matcher.groupCount() + 1 }, (_, i) => matcher.group(i) ?? '');
  };
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Go also quotes what is wrong; these two leave it out.
    if (message.endsWith('trailing backslash at end of expression')) {
      throw new Error(`${message}: \`\``, { cause: error });
    }
    if (message.endsWith('expression nests too deeply')) {
      throw new Error(`${message}: \`${pattern}\``, { cause: error });
    }
    throw error;
  }
}
