// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as der from './der.ts';
import { ipAddressBytes } from './ip-address.ts';

const year = (iso: string): Buffer => der.time(Date.parse(iso));

describe('values are written as X.690 says', () => {
  const cases: [string, Buffer, string][] = [
    ['zero', der.integer(0n), '020100'],
    ['a number below 128', der.integer(127n), '02017f'],
    ['a number whose first bit is set', der.integer(128n), '02020080'],
    ['a number of two bytes', der.integer(256n), '02020100'],
    ['a number of eight bytes', der.integer(0xffff_ffff_ffff_ffffn), '020900ffffffffffffffff'],
    ['true', der.boolean(true), '0101ff'],
    ['false', der.boolean(false), '010100'],
    ['the first named bit', der.namedBits(0), '03020780'],
    ['the named bits of a root', der.namedBits(0, 5, 6), '03020186'],
    ['the named bits of a leaf', der.namedBits(0, 2, 3, 4), '030203b8'],
    ['whole bytes as bits', der.bitString(Buffer.of(1, 2)), '0303000102'],
    ['an object identifier', der.objectIdentifier('1.2.840.10045.4.3.2'), '06082a8648ce3d040302'],
    ['a short object identifier', der.objectIdentifier('2.5.29.17'), '0603551d11'],
    ['an empty sequence', der.sequence(), '3000'],
    ['a set in a sequence', der.sequence(der.set(der.boolean(true))), '300531030101ff'],
    ['a text', der.printableString('ab'), '13026162'],
    [
      'a time in 1999',
      year('1999-12-31T23:59:59Z'),
      `170d${Buffer.from('991231235959Z').toString('hex')}`,
    ],
    [
      'a time in 2049',
      year('2049-12-31T23:59:59.999Z'),
      `170d${Buffer.from('491231235959Z').toString('hex')}`,
    ],
    [
      'a time in 2050',
      year('2050-01-01T00:00:00Z'),
      `180f${Buffer.from('20500101000000Z').toString('hex')}`,
    ],
    [
      'a time in 1949',
      year('1949-12-31T23:59:59Z'),
      `180f${Buffer.from('19491231235959Z').toString('hex')}`,
    ],
  ];
  for (const [name, bytes, hex] of cases)
    test(name, () => assert.equal(bytes.toString('hex'), hex));
});

describe('lengths take as many bytes as they need', () => {
  const cases: [number, string][] = [
    [0x7f, '047f'],
    [0x80, '048180'],
    [0xff, '0481ff'],
    [0x100, '04820100'],
    [0xfff0, '0482fff0'],
  ];
  for (const [length, head] of cases) {
    test(`${length} bytes`, () => {
      const bytes = der.octetString(Buffer.alloc(length));
      assert.equal(bytes.subarray(0, head.length / 2).toString('hex'), head);
      assert.deepEqual(
        der.elementsOf(der.sequence(bytes, der.integer(5n))).map((e) => e.length),
        [bytes.length, 3],
      );
    });
  }
  test('nothing is longer than 65535 bytes', () => {
    assert.throws(() => der.octetString(Buffer.alloc(0x1_0000)), RangeError);
  });
});

test('bytes that end too soon have no elements', () => {
  assert.throws(() => der.elementsOf(Buffer.from('30050101', 'hex')), RangeError);
  assert.throws(() => der.elementsOf(Buffer.from('3003040a01', 'hex')), RangeError);
});

test('a name that is not ASCII is not written', () => {
  assert.throws(() => der.ascii('müsli'), RangeError);
  assert.throws(() => der.ascii('a\u0000b'), RangeError);
});

describe('IP addresses have these bytes', () => {
  const cases: [string, string][] = [
    ['127.0.0.1', '7f000001'],
    ['::', '00'.repeat(16)],
    ['::1', `${'00'.repeat(15)}01`],
    ['2001:db8::1', `20010db8${'00'.repeat(11)}01`],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
    ['fe80::', `fe80${'00'.repeat(14)}`],
    ['::ffff:10.1.2.3', `${'00'.repeat(10)}ffff0a010203`],
  ];
  for (const [address, hex] of cases) {
    test(address, () => assert.equal(ipAddressBytes(address).toString('hex'), hex));
  }
  for (const address of ['', 'a', '1.2.3', '1.2.3.4.5', 'fe80::1%eth0', '1::2::3']) {
    test(`${JSON.stringify(address)} has none`, () =>
      assert.throws(() => ipAddressBytes(address), RangeError));
  }
});
