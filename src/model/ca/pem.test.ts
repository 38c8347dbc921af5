// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, test } from 'node:test';
import { decodePem, encodePem, withTrailingNewline } from './pem.ts';

test('what is written is what OpenSSL writes, and can be read again', () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 });
  const der = publicKey.export({ type: 'spki', format: 'der' });
  const pem = encodePem('PUBLIC KEY', der);
  assert.equal(pem, publicKey.export({ type: 'spki', format: 'pem' }));
  assert.deepEqual(decodePem(pem), [{ type: 'PUBLIC KEY', bytes: der }]);
});

const a = encodePem('A', Buffer.from('first'));
const b = encodePem('B', Buffer.from('second'));
const shown = (text: string): string[] =>
  decodePem(text).map(({ type, bytes }) => `${type}=${bytes.toString()}`);

describe('blocks are found', () => {
  const cases: [string, string, string[]][] = [
    ['in order', a + b, ['A=first', 'B=second']],
    ['between other text', `hello\n${a}\nthere\n${b}bye`, ['A=first', 'B=second']],
    ['without a last newline', a.trimEnd(), ['A=first']],
    ['with Windows line ends', a.replaceAll('\n', '\r\n'), ['A=first']],
    ['with headers', a.replace('-----\n', '-----\nProc-Type: 4,ENCRYPTED\nX: y\n\n'), ['A=first']],
    ['after a block that breaks off', `-----BEGIN A-----\nZm9v\n${b}`, ['B=second']],
    ['after a block whose end has another name', a.replace('END A', 'END X') + b, ['B=second']],
    ['after a block that is no base64', a.replace('Zm', '!!') + b, ['B=second']],
    ['nowhere in other text', 'hello', []],
    ['nowhere in the middle of a line', `x${a}`, []],
  ];
  for (const [name, text, expected] of cases)
    test(name, () => assert.deepEqual(shown(text), expected));
});

test('a block ends in one newline before another follows', () => {
  assert.equal(withTrailingNewline('x'), 'x\n');
  assert.equal(withTrailingNewline('x\n'), 'x\n');
});
