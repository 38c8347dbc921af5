// SPDX-License-Identifier: Apache-2.0
// argv → server or CLI, nothing else. Each half is loaded only when it is used, so that a command
// starts without loading a server.
import { buffer } from 'node:stream/consumers';

const argv = process.argv.slice(2);

if (argv[0] === 'agent') {
  const { runAgent } = await import('./server/agent.ts');
  process.exitCode = await runAgent(argv.slice(1));
} else if (argv[0] === 'validate') {
  const { runValidate } = await import('./server/validate.ts');
  process.exitCode = runValidate(argv.slice(1), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  });
} else {
  const [{ runCli }, { table }] = await Promise.all([
    import('./cli/main.ts'),
    import('./cli/commands.ts'),
  ]);
  // Whoever reads the output may have had enough, as `head` does.
  process.stdout.on('error', () => process.exit());
  const loadFlags = {
    agent: async () => (await import('./server/config/flags.ts')).agentFlags,
    validate: async () => (await import('./server/validate.ts')).validateFlags,
  };
  const elsewhere = table.elsewhere.map((entry) => ({
    ...entry,
    loadFlags: loadFlags[entry.words[0] as keyof typeof loadFlags],
  }));
  process.exitCode = await runCli({ ...table, elsewhere }, argv, {
    out: (line) => process.stdout.write(line),
    err: (line) => process.stderr.write(line),
    environment: process.env,
    readInput: () => buffer(process.stdin),
    onInterrupt: (listener) => {
      const signals = ['SIGINT', 'SIGTERM'] as const;
      for (const signal of signals) process.on(signal, listener);
      return () => {
        for (const signal of signals) process.off(signal, listener);
      };
    },
  });
}
