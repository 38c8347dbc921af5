// SPDX-License-Identifier: Apache-2.0

/**
 * A JSON text with one value a line, four spaces or another `indent` a level, as Consul prints it. Only the spaces change: numbers
 * such as the 64 bits of a Hash don't survive JSON.parse. The text has to be JSON.
 */
export function indentJson(text: string, indent = '    '): string {
  let depth = 0;
  const lineBreak = () => `\n${indent.repeat(depth)}`;
  const tokens = text.match(/"(?:[^"\\]+|\\.)*"|[{[]\s*[}\]]|[{}[\],:]|[^\s{}[\],:"]+/gs) ?? [];
  return tokens
    .map((token) => {
      switch (token) {
        case '{':
        case '[':
          depth += 1;
          return token + lineBreak();
        case '}':
        case ']':
          depth -= 1;
          return lineBreak() + token;
        case ',':
          return token + lineBreak();
        case ':':
          return ': ';
        default:
          return /^[{[]/.test(token) ? token.replaceAll(/\s/g, '') : token;
      }
    })
    .join('');
}
