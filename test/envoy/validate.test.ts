// SPDX-License-Identifier: Apache-2.0
// Whatever a golden case leads to, Envoy takes.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { proxySnapshot } from '../../src/views/proxy/proxy.ts';
import { resourcesOf } from '../../src/wire/xds/proxies/kinds.ts';
import { goldenCases, proxiesOf, readScenario } from '../golden/proxies.ts';
import { issueCertificates } from '../mesh-certificates.ts';
import { openScenario } from '../mesh-scenario.ts';
import { envoys } from './binaries.ts';
import { staticConfig } from './static-config.ts';

const run = promisify(execFile);
const scenarios = new Map(goldenCases().map((name) => [name, readScenario(name)]));
const clusters = new Map([...scenarios.values()].map((one) => [one.cluster, one]));
// All cases speak of the same two clusters, so one root each will do.
const certificates = await issueCertificates(
  [...clusters.values()].map((one) => ({
    ...one,
    leaves: [...scenarios.values()]
      .filter(({ cluster }) => cluster === one.cluster)
      .flatMap(({ leaves }) => leaves),
  })),
);
const folder = mkdtempSync(join(tmpdir(), 'causeway-validate-'));
after(() => rmSync(folder, { recursive: true, force: true }));

for (const { version, path, missing } of envoys) {
  describe(`Envoy ${version} takes`, { skip: missing, concurrency: 2 }, () => {
    for (const [name, scenario] of scenarios) {
      const { views } = openScenario(scenario, certificates);
      for (const proxy of proxiesOf(scenario)) {
        test(`${proxy.id} of ${name}`, async () => {
          const snapshot = views.get(proxySnapshot, proxy).value;
          assert.ok(snapshot !== undefined, 'the snapshot is complete');
          const resources = resourcesOf(snapshot);
          assert.deepEqual(resources.problems, []);
          const file = join(folder, `${version}-${name}-${proxy.id}.json`);
          writeFileSync(file, JSON.stringify(staticConfig(resources, 0)));
          const { stdout } = await run(path, ['--mode', 'validate', '-c', file, '-l', 'error']);
          assert.match(stdout, /OK/);
        });
      }
    }
  });
}
