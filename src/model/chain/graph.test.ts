// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConfigEntry } from '../config-entries/entry.ts';
import { checkGraph, type EntryChange } from './graph.ts';
import { linkedServices } from './links.ts';

type Entries = Readonly<Record<string, object>>;

/** Checks what changes from some entries to others: one of them is put, or deleted. */
function change(before: Entries, id: string, parts?: object): void {
  const [kind = '', name = ''] = id.split('/');
  const rest = Object.fromEntries(Object.entries(before).filter(([key]) => key !== id));
  const after = parts === undefined ? rest : { ...rest, [id]: parts };
  const all = (entries: Entries) =>
    Object.entries(entries).map(([key, of]) => {
      const [Kind = '', Name = ''] = key.split('/');
      return { Kind, Name, ...of } as ConfigEntry;
    });
  const finding = (entries: Entries) => (Kind: string, Name: string) =>
    all(entries).find((entry) => entry.Kind === Kind && entry.Name === Name);
  const entry = finding(after)(kind, name);
  checkGraph(
    {
      find: finding(after),
      findPresent: finding(before),
      ofKind: (Kind) => all(after).filter((one) => one.Kind === Kind),
      linkedTo: (service) => all(after).filter((one) => linkedServices(one).includes(service)),
    },
    { kind, name, entry } satisfies EntryChange,
  );
}

const HTTP = { Protocol: 'http' };
const split = { Splits: [{ Weight: 50 }, { Weight: 50, Service: 'b' }] };
const shared: Entries = {
  'service-defaults/a': HTTP,
  'service-defaults/b': HTTP,
  'service-splitter/a': split,
};
const exported: Entries = {
  'exported-services/default': { Services: [{ Name: 'x', Consumers: [{ Peer: 'west' }] }] },
};
const ingress = (Protocol: string) => ({ Listeners: [{ Protocol, Services: [{ Name: 'a' }] }] });
const onlyGet = {
  Sources: [{ Name: 'w', Permissions: [{ Action: 'allow', HTTP: { Methods: ['GET'] } }] }],
};

type Case = readonly [before: Entries, id: string, after: object | undefined, refused?: RegExp];
const cases: Readonly<Record<string, Case>> = {
  'a splitter of services that speak the same': [
    { 'service-defaults/a': HTTP, 'service-defaults/b': HTTP },
    'service-splitter/a',
    split,
  ],
  'the protocol of a service that another one is split to': [
    shared,
    'service-defaults/b',
    { Protocol: 'tcp' },
    /"a" uses inconsistent protocols; service "b" has "tcp" which is not "http"/,
  ],
  'the deletion of such an entry': [
    shared,
    'service-defaults/b',
    undefined,
    /"a" uses inconsistent protocols/,
  ],
  'the deletion of a subset that another service is sent to': [
    {
      'service-resolver/a': { Redirect: { Service: 'b', ServiceSubset: 'v1' } },
      'service-resolver/b': { Subsets: { v1: {} } },
    },
    'service-resolver/b',
    undefined,
    /service "b" does not have a subset named "v1"/,
  ],
  'proxy-defaults that a splitter needs': [
    {
      'proxy-defaults/global': { Config: { protocol: 'http' } },
      'service-splitter/a': split,
    },
    'proxy-defaults/global',
    undefined,
    /"a" uses a protocol "tcp"/,
  ],
  'entries of a service that nothing leads to': [shared, 'service-defaults/z', { Protocol: 'tcp' }],
  'permissions of requests where bytes are passed': [
    {},
    'service-intentions/a',
    onlyGet,
    /service "a" has protocol "tcp", which is incompatible with L7 intentions permissions/,
  ],
  'a protocol that permissions need': [
    { 'service-defaults/a': HTTP, 'service-intentions/a': onlyGet },
    'service-defaults/a',
    { Protocol: 'tcp' },
    /incompatible with L7 intentions permissions/,
  ],
  'a listener of another protocol': [
    { 'service-defaults/a': HTTP },
    'ingress-gateway/in',
    ingress('tcp'),
    /service "a" has protocol "http", which does not match defined listener protocol "tcp"/,
  ],
  'a service behind a listener of bytes that begins to speak HTTP': [
    { 'ingress-gateway/in': ingress('tcp') },
    'service-defaults/a',
    HTTP,
  ],
  'a service behind a listener of HTTP that stops speaking it': [
    { 'ingress-gateway/in': ingress('http'), 'service-defaults/a': HTTP },
    'service-defaults/a',
    undefined,
    /does not match defined listener protocol "http"/,
  ],
  'a service behind a gateway of its own name': [
    {
      'ingress-gateway/a': { Listeners: [{ Protocol: 'http', Services: [{ Name: 'a' }] }] },
      'service-defaults/a': HTTP,
    },
    'service-defaults/a',
    undefined,
    /does not match defined listener protocol "http"/,
  ],
  'a way out, far behind an exported service that has an intention': [
    {
      ...exported,
      'service-intentions/x': { Sources: [{ Name: 'w', Action: 'allow' }] },
      'service-resolver/x': { Redirect: { Service: 'y' } },
      'service-resolver/y': { Redirect: { Service: 'z' } },
    },
    'service-resolver/z',
    { Redirect: { Datacenter: 'dc2' } },
    /peer exported service "x" contains cross-datacenter resolver redirect/,
  ],
  'a way out, far behind an exported service without one': [
    {
      ...exported,
      'service-resolver/x': { Redirect: { Service: 'y' } },
      'service-resolver/y': { Redirect: { Service: 'z' } },
    },
    'service-resolver/z',
    { Redirect: { Datacenter: 'dc2' } },
  ],
  'a stand-in for an exported service of bytes': [
    exported,
    'service-resolver/x',
    { Failover: { '*': { Service: 'y' } } },
  ],
  'an export of what goes to another datacenter': [
    { 'service-resolver/x': { Redirect: { Datacenter: 'dc2' } } },
    'exported-services/default',
    exported['exported-services/default'],
    /peer exported service "x" contains cross-datacenter resolver redirect/,
  ],
  'an export of everything, when something goes to another datacenter': [
    {
      'service-resolver/y': { Failover: { '*': { Datacenters: ['dc2'] } } },
      'service-resolver/x': { Redirect: { Service: 'y' } },
    },
    'exported-services/default',
    { Services: [{ Name: '*', Consumers: [{ Peer: 'west' }] }] },
    /peer exported service "x" contains cross-datacenter failover/,
  ],
  'the deletion of what a service of bytes led to while everything is exported': [
    {
      'exported-services/default': { Services: [{ Name: '*', Consumers: [{ Peer: 'west' }] }] },
      'service-resolver/x': { Redirect: { Service: 'y' } },
    },
    'service-resolver/x',
    undefined,
  ],
  'a redirect of an exported service to a peer': [
    exported,
    'service-resolver/x',
    { Redirect: { Service: 'y', Peer: 'east' } },
    /peer exported service "x" contains cross-peer resolver redirect/,
  ],
  'a new end of an exported service of bytes': [
    exported,
    'service-resolver/x',
    { Redirect: { Service: 'y' } },
    /peer exported service "x" uses protocol="tcp" and cannot introduce .* "y.default.default.dc1"/,
  ],
  'a new end of an exported service of HTTP': [
    { ...exported, 'proxy-defaults/global': { Config: { protocol: 'http' } } },
    'service-resolver/x',
    { Redirect: { Service: 'y' } },
  ],
};

for (const [name, [before, id, after, refused]] of Object.entries(cases)) {
  test(`${refused ? 'refused' : 'taken'}: ${name}`, () => {
    if (refused === undefined) change(before, id, after);
    else assert.throws(() => change(before, id, after), { message: refused });
  });
}
