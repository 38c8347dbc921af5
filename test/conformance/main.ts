// SPDX-License-Identifier: Apache-2.0
// `npm run conformance`: replays recorded exchanges of a real Consul against two fresh agents and writes what came
// of it into docs/reference/compatibility.md. Words as arguments choose scenarios by parts of their names; then nothing
// is written. In: the recordings, python3. Out: the replayer's lines, complaints, one last line with the sum; exit code 0
// when nothing differs without a reason.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeAgentPorts, startAgent } from '../cluster/agent-process.ts';
import { withVerdict } from './document.ts';
import { reasons } from './reasons.ts';
import { findRecordings, replay, scenariosOf } from './recordings.ts';
import { type Verdict, verdictOf } from './verdict.ts';

const PAGE = join(import.meta.dirname, '../../docs/reference/compatibility.md');
// Long enough for what peers tell each other; a step that never comes should not hold up the rest for long.
const MAX_WAIT_SECONDS = 10;

async function main(words: readonly string[]): Promise<void> {
  const folder = findRecordings(process.env['CORPUS']);
  if (folder === undefined) {
    console.log('skipped: no recordings beside this checkout; CORPUS can name their folder');
    console.log('0 passed, 0 failed, 1 skipped');
    return;
  }
  const all = scenariosOf(folder);
  const chosen = all.filter(({ name }) => {
    return words.length === 0 || words.some((word) => name.includes(word));
  });
  const temporary = mkdtempSync(join(tmpdir(), 'causeway-conformance-'));
  try {
    await using east = await startCluster('dc1', join(temporary, 'dc1'));
    await using west = await startCluster('dc2', join(temporary, 'dc2'));
    const scenarios = chosen.filter(({ needsAcls }) => !needsAcls);
    const report = await replay({
      folder,
      scenarios,
      urls: [east.url, west.url],
      reportFile: join(temporary, 'report.json'),
      maxWaitSeconds: MAX_WAIT_SECONDS,
    });
    const known = new Set(chosen.map(({ name }) => name));
    const verdict = verdictOf(
      report,
      chosen,
      reasons.filter((one) => known.has(one.scenario)),
    );
    if (words.length === 0) {
      writeFileSync(PAGE, withVerdict(readFileSync(PAGE, 'utf8'), verdict, scenarios.length));
    }
    print(verdict);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

async function startCluster(datacenter: string, dataDir: string) {
  const hcl = `datacenter = "${datacenter}"
    node_name = "${datacenter}-server"
    peering { enabled = true }
    ui_config { enabled = true }
    limits { http_max_conns_per_client = 15000 }`;
  return startAgent({ dataDir, ports: await freeAgentPorts(), args: ['-client=127.0.0.1'], hcl });
}

function print({ passed, total, skipped, told, complaints }: Verdict): void {
  for (const complaint of complaints) console.log(`  FAIL  ${complaint}`);
  console.log(`\n${told.length} steps differ for a reason`);
  console.log(`${passed} passed, ${total - passed} failed, ${skipped} skipped`);
  process.exitCode = complaints.length === 0 ? 0 : 1;
}

await main(process.argv.slice(2));
