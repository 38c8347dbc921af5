// SPDX-License-Identifier: Apache-2.0
// Where an endpoint need not be shown some bad input. Each exception has its reason; those without one are a
// debt, and a list of debts is meant to be empty.
import { PARAMETERS } from './demands.ts';

const ENDLESS = 'it looks at none of them, and its answer never ends';
const NO_PARAMETERS = Object.fromEntries(
  Object.keys(PARAMETERS).map((parameter) => [`?${parameter}`, ENDLESS]),
);

/** By endpoint: what it need not be shown, and why. */
export const EXCEPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'GET /v1/agent/monitor': NO_PARAMETERS,
  'GET /v1/agent/metrics/stream': NO_PARAMETERS,
  'PUT /v1/agent/leave': { anything: 'it looks at nothing' },
  'GET /v1/agent/host': { anything: 'it looks at nothing' },
  'PUT /v1/agent/reload': { anything: 'it looks at nothing' },
  'PUT /v1/event/fire/:name': {
    'a malformed body': 'a payload may be any bytes',
    'an unknown key': 'a payload may be any bytes',
    'a wrong type': 'a payload may be any bytes',
  },
  'PUT /v1/kv/:key': {
    'a malformed body': 'a value may be any bytes',
    'an unknown key': 'a value may be any bytes',
    'a wrong type': 'a value may be any bytes',
  },
  'POST /v1/discovery-chain/:service': { 'an unknown key': 'is passed over, as in Consul' },
  'PUT /v1/connect/intentions/exact': {
    'an oversized body': 'a body is read only when both ends are named',
  },
  'PUT /v1/snapshot': {
    'an unknown key': 'an archive has none',
    'a wrong type': 'an archive has none',
    'an oversized body': 'an archive is read as it comes; its files are bounded each',
  },
  'PUT /v1/session/create': { 'an unknown key': 'is passed over, as in Consul' },
};

/** Endpoints that have no case of bad input at all yet. */
export const WITHOUT_CASES: readonly string[] = [];

/** Endpoints whose cases are not complete yet: 'PUT /v1/path: an unknown key'. */
export const INCOMPLETE: readonly string[] = [];
