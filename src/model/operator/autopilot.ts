// SPDX-License-Identifier: Apache-2.0
// How the servers of a cluster are looked after, by Consul's names. There is one server here, so that its clients
// may keep what they want, and nothing follows from it.
import { durationError, parseDurationMs } from '../duration.ts';
import { goQuote } from '../go-quote.ts';
import { Refusal } from '../refusal.ts';
import { decode, JSON_BODY } from '../shape/decode.ts';
import { any, bool, object, string, uint, uint64 } from '../shape/shape.ts';

export interface AutopilotConfig {
  readonly CleanupDeadServers: boolean;
  /** Milliseconds. */
  readonly LastContactThreshold: number;
  readonly MaxTrailingLogs: number;
  readonly MinQuorum: number;
  /** Milliseconds. */
  readonly ServerStabilizationTime: number;
  readonly RedundancyZoneTag: string;
  readonly DisableUpgradeMigration: boolean;
  readonly UpgradeVersionTag: string;
}

export const DEFAULT_AUTOPILOT: AutopilotConfig = {
  CleanupDeadServers: true,
  LastContactThreshold: 200,
  MaxTrailingLogs: 250,
  MinQuorum: 0,
  ServerStabilizationTime: 10_000,
  RedundancyZoneTag: '',
  DisableUpgradeMigration: false,
  UpgradeVersionTag: '',
};

const shape = object('api/AutopilotConfiguration', {
  CleanupDeadServers: bool,
  LastContactThreshold: any,
  MaxTrailingLogs: uint64,
  MinQuorum: uint,
  ServerStabilizationTime: any,
  RedundancyZoneTag: string,
  DisableUpgradeMigration: bool,
  UpgradeVersionTag: string,
  CreateIndex: uint64,
  ModifyIndex: uint64,
});

const FAILED = 'Error parsing autopilot config: ';

/** What a client wants it to be; what it leaves out is as by default. Refusal for what is none. */
export function autopilotConfigOf(written: unknown): AutopilotConfig {
  const { value = {}, problems } = decode(shape, written, JSON_BODY);
  const [first] = problems;
  if (first !== undefined) throw refused(first.message);
  const { CreateIndex: _created, ModifyIndex: _modified, ...given } = value;
  const { LastContactThreshold: contact, ServerStabilizationTime: stable, ...rest } = given;
  return {
    ...DEFAULT_AUTOPILOT,
    ...rest,
    LastContactThreshold: durationOf(contact) ?? unwritten(written, 'LastContactThreshold'),
    ServerStabilizationTime: durationOf(stable) ?? unwritten(written, 'ServerStabilizationTime'),
  };
}

/** What a time is that has no value: by default what it is, but no time at all where null was written. */
function unwritten(
  written: unknown,
  name: 'LastContactThreshold' | 'ServerStabilizationTime',
): number {
  const isNull = Object.entries(written ?? {}).some(([key, value]) => {
    return value === null && key.toLowerCase() === name.toLowerCase();
  });
  return isNull ? 0 : DEFAULT_AUTOPILOT[name];
}

/** A Go duration, or a number of nanoseconds. */
function durationOf(written: unknown): number | undefined {
  if (written === undefined || written === null) return undefined;
  if (typeof written === 'number') return Math.trunc(written) / 1e6;
  if (typeof written !== 'string') {
    const text = goQuote(JSON.stringify(written));
    throw refused(`strconv.ParseFloat: parsing ${text}: invalid syntax`);
  }
  const ms = parseDurationMs(written);
  if (ms === undefined) throw refused(durationError(written));
  return ms;
}

const refused = (why: string): Refusal => new Refusal('invalid-argument', FAILED + why);
