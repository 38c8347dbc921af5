// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inFolder } from './config/test-load.ts';
import { runValidate } from './validate.ts';

const server = '{"server": true, "data_dir": "/nowhere", "bind_addr": "127.0.0.1"}';

/** Runs it in a folder with one file; `$` stands for the folder. */
function validate(argv: readonly string[], text = server, name = 'a.json') {
  return inFolder({ [name]: text }, (folder) => {
    let out = '';
    let err = '';
    const words = argv.map((word) => word.replaceAll('$', folder));
    const code = runValidate(words, {
      out: (printed) => (out += printed),
      err: (printed) => (err += printed),
    });
    return { code, out, err: err.replaceAll(folder, '$') };
  });
}

const valid = { code: 0, out: 'Configuration is valid!\n', err: '' };
const refused = (err: string) => ({ code: 1, out: '', err: `${err}\n` });

describe('validate', () => {
  test('takes a file and a directory', () => {
    assert.deepEqual(validate(['$/a.json']), valid);
    assert.deepEqual(validate(['$']), valid);
  });

  test('takes a format in place of an extension', () => {
    const text = 'server = true\ndata_dir = "/nowhere"\nbind_addr = "127.0.0.1"';
    assert.deepEqual(validate(['-config-format=hcl', '$/a'], text, 'a'), valid);
  });

  test('says nothing on request', () => {
    assert.deepEqual(validate(['-quiet', '$']), { code: 0, out: '', err: '' });
  });

  test('says what has no effect', () => {
    const { code, out, err } = validate(
      ['$'],
      server.replace('{', '{"disable_update_check": true, '),
    );
    assert.deepEqual({ code, out }, { code: 0, out: valid.out });
    assert.match(err, /^"disable_update_check" has no meaning here/);
  });

  test('says what is wrong', () => {
    const { code, err } = validate(['$'], server.replace('{', '{"ports": {"http": "x"}, '));
    assert.match(err, /^Config validation failed: .*ports\.http/s);
    assert.equal(code, 1);
  });

  const cases: Record<string, [argv: readonly string[], err: string]> = {
    'nothing to look at': [[], 'Must specify at least one config file or directory'],
    'a format that is none': [
      ['-config-format=x', '$'],
      "-config-format must be either 'hcl' or 'json'",
    ],
    'a file that is not there': [
      ['$/b.json'],
      'Config validation failed: config: Open failed on $/b.json. open $/b.json: no such file or directory',
    ],
  };
  for (const [name, [argv, err]] of Object.entries(cases)) {
    test(`refuses ${name}`, () => assert.deepEqual(validate(argv), refused(err)));
  }

  test('shows its help', () => {
    const { code, out } = validate(['-h']);
    assert.match(out, /^Usage: causeway validate .*-quiet/s);
    assert.equal(code, 0);
    assert.match(validate(['-x']).err, /^flag provided but not defined: -x\n\nUsage: /);
  });
});
