// SPDX-License-Identifier: Apache-2.0
// `npm run demo`: the main job on real parts, on screen. Runs until Ctrl-C; with --once it ends by itself.
import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import type { Mesh, Variant } from './mesh.ts';
import { Workspace } from './processes.ts';
import { Report } from './report.ts';
import { restore, runScenario } from './scenario.ts';

const HELP = `Usage: npm run demo [-- --once] [-- --protocol=http|tcp] [-- --mode=remote|local]

  Two clusters, east and west: peered with a token; shop in west calls orders
  in east through sidecars and mesh gateways, if an intention allows it.

  --once        end with exit code 0 or 1 instead of waiting for Ctrl-C
  --protocol    only this protocol; both by default
  --mode        only this gateway mode; both by default
`;

const { values } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
    protocol: { type: 'string' },
    mode: { type: 'string' },
  },
});

const VARIANTS: readonly Variant[] = [
  { protocol: 'http', gatewayMode: 'remote' },
  { protocol: 'http', gatewayMode: 'local' },
  { protocol: 'tcp', gatewayMode: 'remote' },
  { protocol: 'tcp', gatewayMode: 'local' },
];

const write = (text: string) => void process.stdout.write(text);

async function run(signal: AbortSignal): Promise<void> {
  const stopped = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  stopped.catch(() => {});
  const report = new Report(write);
  const chosen = VARIANTS.filter(
    ({ protocol, gatewayMode }) =>
      (values.protocol ?? protocol) === protocol && (values.mode ?? gatewayMode) === gatewayMode,
  );
  if (chosen.length === 0) throw new Error(HELP);
  for (const [i, variant] of chosen.entries()) {
    report.heading(`${variant.protocol}, gateway mode ${variant.gatewayMode}`);
    await using workspace = new Workspace();
    const playing = runScenario({ ...variant, workspace }, report);
    playing.catch(() => {});
    const stage = await Promise.race([playing, stopped]);
    if (i < chosen.length - 1) continue;
    report.table();
    if (values.once) return;
    write('\n');
    await Promise.race([restore(stage), stopped]);
    invite(stage.mesh);
    await stopped;
  }
}

/** Prints how to try what is running. */
function invite(mesh: Mesh): void {
  write(`\nRunning until Ctrl-C; to try it:\n`);
  write(`  shop   curl http://127.0.0.1:${mesh.shopPort}/buy\n`);
  for (const { name, ports } of [mesh.east, mesh.west]) {
    write(`  ${name}   CONSUL_HTTP_ADDR=127.0.0.1:${ports.http} bin/causeway peering list\n`);
  }
}

if (values.help) {
  write(HELP);
} else {
  const interrupted = new AbortController();
  let interruptedBy: NodeJS.Signals | undefined;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      interruptedBy ??= name;
      interrupted.abort(new Error('interrupted'));
    });
  }
  // Nobody reads any more, as after `| head`: an end like any other.
  process.stdout.on('error', () => interrupted.abort(new Error('nobody reads')));
  try {
    await run(interrupted.signal);
  } catch (error) {
    write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = interruptedBy === undefined ? 1 : 128 + constants.signals[interruptedBy];
  }
}
