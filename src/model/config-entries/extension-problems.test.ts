// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extensionProblems } from './extension-problems.ts';

const lua = { Name: 'builtin/lua' };
const cases: Readonly<Record<string, readonly [extension: object, problem?: string]>> = {
  'one that is built in': [lua],
  'one without a name': [{ Name: '' }, ': Name is required'],
  'one that nobody built': [{ Name: 'x' }, '[x]: name "x" is not a built-in extension'],
  'bounds on versions': [{ ...lua, EnvoyVersion: '>= 1.2, < 2.0.0-rc1', ConsulVersion: '~> 1.23' }],
  'a version of no form': [
    { ...lua, ConsulVersion: 'soon' },
    '.ConsulVersion: Malformed constraint: soon',
  ],
  'the first problem of several': [
    { Name: 'x', EnvoyVersion: '1.0,=', ConsulVersion: 'x' },
    '.EnvoyVersion: Malformed constraint: =',
  ],
};

for (const [name, [extension, problem]] of Object.entries(cases)) {
  test(`${problem === undefined ? 'takes' : 'refuses'} ${name}`, () => {
    const expected = problem === undefined ? [] : [`invalid EnvoyExtensions[1]${problem}`];
    assert.deepEqual(extensionProblems([lua, extension]), expected);
  });
}
