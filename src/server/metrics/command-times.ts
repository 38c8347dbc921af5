// SPDX-License-Identifier: Apache-2.0
// How long changes take, from being asked for to being durable and readable, under the names that Consul has for such
// changes. Changes that Consul has no name for are not measured.
import type { Meter, Meters } from './meter.ts';

const HELP: Readonly<Record<string, string>> = {
  'catalog.deregister': 'Milliseconds that deregistrations took.',
  'catalog.register': 'Milliseconds that registrations took.',
  'config_entry.apply': 'Milliseconds that writing config entries took.',
  'config_entry.delete': 'Milliseconds that deleting config entries took.',
  'intention.apply': 'Milliseconds that writing and deleting intentions took.',
  'kvs.apply': 'Milliseconds that writing and deleting keys took.',
  'prepared-query.apply': 'Milliseconds that writing and deleting prepared queries took.',
  'session.apply': 'Milliseconds that creating and destroying sessions took.',
  'txn.apply': 'Milliseconds that transactions took.',
};

/** By the name of the command. */
const NAMES: Readonly<Record<string, string>> = {
  'apply-transaction': 'txn.apply',
  'create-session': 'session.apply',
  'delete-config-entry': 'config_entry.delete',
  'delete-intention': 'intention.apply',
  'delete-key': 'kvs.apply',
  'delete-legacy-intention': 'intention.apply',
  'delete-prepared-query': 'prepared-query.apply',
  'deregister-agent-check': 'catalog.deregister',
  'deregister-agent-service': 'catalog.deregister',
  'deregister-catalog': 'catalog.deregister',
  'destroy-session': 'session.apply',
  'put-config-entry': 'config_entry.apply',
  'put-intention': 'intention.apply',
  'put-key': 'kvs.apply',
  'put-legacy-intention': 'intention.apply',
  'put-prepared-query': 'prepared-query.apply',
  'register-agent-check': 'catalog.register',
  'register-agent-service': 'catalog.register',
  'register-catalog': 'catalog.register',
};

/** Commands that are measured. */
export const measuredCommands: readonly string[] = Object.keys(NAMES);

/** To be told of every command that was answered, refused ones too. */
export function commandTimes(meters: Meters): (command: string, ms: number) => void {
  const byCommand = new Map<string, Meter>();
  for (const [command, name] of Object.entries(NAMES)) {
    const meter = meters.meter({ name, help: HELP[name] ?? '', kind: 'sample', labels: {} });
    byCommand.set(command, meter);
  }
  return (command, ms) => byCommand.get(command)?.add(ms);
}
