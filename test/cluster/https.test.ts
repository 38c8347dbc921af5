// SPDX-License-Identifier: Apache-2.0
// The API over TLS, from a process of its own, with certificates in files.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { request, type RequestOptions } from 'node:https';
import { join } from 'node:path';
import { test } from 'node:test';
import { issueCertificates } from '../mesh-certificates.ts';
import type { Scenario } from '../mesh-scenario.ts';
import { freePort } from '../ports.ts';
import { freeAgentPorts, runToEnd, argsOf, startAgent, withFolder } from './agent-process.ts';

const LEAF = '/ns/default/dc/dc1/svc/web';

test('HTTPS answers who shows a certificate, when one is asked for', async () => {
  await withFolder(async (folder) => {
    const { ca, cert, key } = await writeCertificates(folder);
    const port = await freePort();
    const hcl = `ports { https = ${port} }
      tls { https { ca_file = "${folder}/ca" cert_file = "${folder}/cert"
        key_file = "${folder}/key" verify_incoming = true } }`;
    await using agent = await startAgent({ hcl });
    // The certificate names a workload, not a host.
    const trusting = { port, ca, checkServerIdentity: () => undefined };
    const answer = await ask({ ...trusting, cert, key });
    assert.equal(answer, (await agent.request('GET', '/v1/status/leader')).text);
    await assert.rejects(ask(trusting), /certificate required|ECONNRESET/);
  });
});

test('a file that is missing refuses the start and is named', async () => {
  const ports = await freeAgentPorts();
  const hcl = `ports { https = ${await freePort()} } cert_file = "/none" key_file = "/none"`;
  const { code, stderr } = await runToEnd(argsOf({ hcl }, ports));
  assert.equal(code, 1);
  assert.match(stderr, /Failed to load cert\/key pair: open \/none: no such file or directory/);
});

async function writeCertificates(folder: string) {
  const scenario = { cluster: 'dc1', leaves: [LEAF] } as unknown as Scenario;
  const issued = await issueCertificates([scenario]);
  const { certPem: cert, keyPem: key } = issued.leaf(`spiffe://dc1.consul${LEAF}`);
  const files = { ca: issued.root('dc1.consul'), cert, key };
  for (const [name, pem] of Object.entries(files)) writeFileSync(join(folder, name), pem);
  return files;
}

function ask(options: RequestOptions): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const asked = request({ host: '127.0.0.1', path: '/v1/status/leader', ...options }, (answer) => {
    let text = '';
    answer.on('data', (part) => (text += part));
    answer.on('end', () => resolve(text));
  });
  asked.on('error', reject).end();
  return promise;
}
