// SPDX-License-Identifier: Apache-2.0
// `npm run golden`: rewrites what goldens hold, for a person to review as a difference. With `--check` nothing is
// written: the command fails and names the files that would change.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { envoyFiles, goldenCases, goldenPath, snapshotFiles } from './golden/proxies.ts';

const isCheck = process.argv.includes('--check');
let changed = 0;

for (const name of goldenCases()) {
  // The second stage starts from the files of the first.
  for (const stage of [snapshotFiles, envoyFiles]) {
    for (const [file, text] of stage(name)) keep(goldenPath(name, file), `${name}/${file}`, text);
  }
}

console.log(changed === 0 ? 'goldens are what they should be' : `${changed} changed`);
if (isCheck && changed > 0) process.exitCode = 1;

function keep(path: string, shownPath: string, text: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  changed += 1;
  console.log(`${isCheck ? 'differs' : 'wrote'}: ${shownPath}`);
  if (!isCheck) writeFileSync(path, text);
}
