// SPDX-License-Identifier: Apache-2.0
// The main job with a real Consul at one end, through real Envoys: each program as exporter and as
// importer, as acceptor and as dialer, for both protocols and both gateway modes.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Variant } from '../../demo/mesh.ts';
import { Workspace } from '../../demo/processes.ts';
import { Report } from '../../demo/report.ts';
import { runScenario } from '../../demo/scenario.ts';

const consulBinary = process.env['CONSUL_BIN'];
const skip = consulBinary === undefined ? 'CONSUL_BIN names no real Consul' : false;
const TOOLS = join(import.meta.dirname, '..', '..', '.tools');

// A real importer ejects its only gateway while calls fail and looks again after half a minute.
const PATIENCE_MS = 120_000;

interface Case extends Variant {
  readonly envoy: '1.40.0' | '1.36.4';
  /** Which cluster the real Consul is: east exports orders, west calls them. */
  readonly consul: 'east' | 'west';
  readonly acceptor: 'east' | 'west';
}

const variants: readonly Variant[] = [
  { protocol: 'http', gatewayMode: 'remote' },
  { protocol: 'http', gatewayMode: 'local' },
  { protocol: 'tcp', gatewayMode: 'remote' },
  { protocol: 'tcp', gatewayMode: 'local' },
];

/** Where the real Consul sits, what it does in the peering, and with which Envoy. */
const seats: readonly Omit<Case, keyof Variant>[] = [
  { envoy: '1.40.0', consul: 'east', acceptor: 'west' },
  { envoy: '1.40.0', consul: 'west', acceptor: 'west' },
  { envoy: '1.40.0', consul: 'east', acceptor: 'east' },
  { envoy: '1.40.0', consul: 'west', acceptor: 'east' },
  { envoy: '1.36.4', consul: 'east', acceptor: 'west' },
  { envoy: '1.36.4', consul: 'west', acceptor: 'east' },
];

/** Every seat with every variant; neighbours differ in both, so that the first few already tell most. */
const cases: readonly Case[] = seats.flatMap((_, shift) =>
  variants.map((variant, i): Case => ({ ...variant, ...seatAt(i + shift) })),
);

function seatAt(i: number): Omit<Case, keyof Variant> {
  const seat = seats[i % seats.length];
  assert.ok(seat);
  return seat;
}

describe('the main job with a real Consul', { skip }, () => {
  for (const { envoy, consul, acceptor, ...variant } of cases) {
    const roles = consul === 'east' ? 'exports' : 'imports';
    const side = consul === acceptor ? 'accepts' : 'dials';
    const { protocol, gatewayMode } = variant;
    test(`works when the real one ${roles} and ${side}: ${protocol}, ${gatewayMode}, Envoy ${envoy}`, async (t) => {
      await using workspace = new Workspace();
      const report = new Report((text) => t.diagnostic(text.trim()));
      await runScenario(
        {
          ...variant,
          workspace,
          acceptor,
          envoyBinary: join(TOOLS, `envoy-${envoy}`, 'envoy'),
          [consul]: { consulBinary },
          patienceMs: PATIENCE_MS,
          firstCallMs: PATIENCE_MS,
          triesStrangers: true,
        },
        report,
      );
    });
  }
});
