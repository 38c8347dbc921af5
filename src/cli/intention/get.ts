// SPDX-License-Identifier: Apache-2.0
import { columns } from '../columns.ts';
import { defineCliCommand } from '../command.ts';
import { foundIntention } from './find.ts';
import { destinationOf, type Intention, sourceOf } from './shape.ts';

export const intentionGet = defineCliCommand({
  words: ['intention', 'get'],
  synopsis: 'Show information about an intention',
  help: `
Usage: causeway intention get [options] SRC DST
Usage: causeway intention get [options] ID

  Shows one intention, by its ends or by the id that it may have.

    $ causeway intention get web db
    $ causeway intention get peer:west/web db
`,
  flags: {},
  takesArguments: true,
  run: async ({ args, client, terminal }) => {
    const intention = await foundIntention(client, args);
    terminal.out(columns(rowsOf(intention)));
    const permissions = intention.Permissions ?? [];
    if (permissions.length > 0) {
      terminal.out(`Permissions:\n${JSON.stringify(permissions, null, 2)}\n`);
    }
    return 0;
  },
});

function rowsOf(intention: Intention): string[][] {
  const { Action, ID, Description, Meta = {}, CreatedAt } = intention;
  const labelled = (label: string, value: string | undefined) => (value ? [[label, value]] : []);
  return [
    ['Source:', sourceOf(intention)],
    ['Destination:', destinationOf(intention)],
    ...labelled('Action:', Action),
    ...labelled('ID:', ID),
    ...labelled('Description:', Description),
    ...Object.entries(Meta)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [`Meta[${key}]:`, value]),
    ...labelled('Created At:', CreatedAt === undefined ? undefined : rfc850(CreatedAt)),
  ];
}

/** 'Wednesday, 25-Nov-26 22:32:37 UTC'; of an intention without a time, Consul says the year 1. */
function rfc850(text: string): string | undefined {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return undefined;
  const weekday = date.toLocaleDateString('en-US', { weekday: 'long', timeZone: 'UTC' });
  const [, day, month, year = '', time] = date.toUTCString().split(' ');
  return `${weekday}, ${day}-${month}-${year.slice(-2)} ${time} UTC`;
}
