// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkEnvoyVersion, envoyVersionText } from './envoy-version.ts';

const printed = (version: string) =>
  `\n/usr/bin/envoy  version: 69958e4fe32da561376d8b1d367b5e6942dfba24/${version}/Clean/RELEASE/BoringSSL\n`;

describe('an Envoy of version', () => {
  for (const version of ['1.33.0', '1.36.4', '1.40.9']) {
    test(`${version} is run`, () => checkEnvoyVersion(printed(version)));
  }
  for (const version of ['1.32.9', '1.41.0', '2.0.0']) {
    test(`${version} is refused`, () => {
      assert.throws(() => checkEnvoyVersion(printed(version)), {
        message: `Envoy version ${version} is not supported, 1.33 to 1.40 are. If there is a reason you need to use this version of envoy use the -ignore-envoy-compatibility flag.`,
      });
    });
  }
});

test('a program that names no version is refused', () => {
  assert.throws(() => checkEnvoyVersion('hello'), {
    message: 'unable to parse Envoy version from output',
  });
});

test('a program that is not there is named', () => {
  assert.throws(() => envoyVersionText('/nowhere/envoy'), {
    message:
      "Couldn't get envoy version for compatibility check: /nowhere/envoy: no such file or directory",
  });
});
