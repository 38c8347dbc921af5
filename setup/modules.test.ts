// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { modulesAreInstalled } from './modules.mjs';

const zod = { version: '4.6.7', integrity: 'sha512-a' };
const elsewhere = { version: '1.0.0', integrity: 'sha512-b', optional: true, os: ['plan9'] };
const here = { ...elsewhere, os: [process.platform] };
const ours = { name: 'causeway' };

type Packages = Record<string, object>;

const cases: {
  name: string;
  wanted: Packages;
  present: Packages | undefined;
  installed: boolean;
}[] = [
  {
    name: 'the same packages are installed',
    wanted: { '': ours, 'node_modules/zod': zod },
    present: { 'node_modules/zod': zod },
    installed: true,
  },
  {
    name: 'an optional package for another system may be missing',
    wanted: { 'node_modules/zod': zod, 'node_modules/x': elsewhere },
    present: { 'node_modules/zod': zod },
    installed: true,
  },
  {
    name: 'an optional package for this system may not be missing',
    wanted: { 'node_modules/x': here },
    present: {},
    installed: false,
  },
  {
    name: 'another version is not installed',
    wanted: { 'node_modules/zod': zod },
    present: { 'node_modules/zod': { ...zod, version: '4.6.6' } },
    installed: false,
  },
  {
    name: 'the same version with other content is not installed',
    wanted: { 'node_modules/zod': zod },
    present: { 'node_modules/zod': { ...zod, integrity: 'sha512-c' } },
    installed: false,
  },
  {
    name: 'a package that the lock file does not know counts against it',
    wanted: {},
    present: { 'node_modules/zod': zod },
    installed: false,
  },
  {
    name: 'an installation that npm has not finished is none',
    wanted: { 'node_modules/zod': zod },
    present: undefined,
    installed: false,
  },
];

describe('whether node_modules is what the lock file says', () => {
  for (const { name, wanted, present, installed } of cases) {
    test(name, () => {
      const root = mkdtempSync(join(tmpdir(), 'modules-'));
      try {
        mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true });
        writeFileSync(join(root, 'node_modules', '.bin', 'node'), '');
        writeLock(join(root, 'package-lock.json'), wanted);
        if (present !== undefined)
          writeLock(join(root, 'node_modules', '.package-lock.json'), present);
        assert.equal(modulesAreInstalled(root), installed);
      } finally {
        rmSync(root, { recursive: true });
      }
    });
  }
});

function writeLock(path: string, packages: Packages): void {
  writeFileSync(path, JSON.stringify({ lockfileVersion: 3, packages }));
}
