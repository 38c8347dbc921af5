// SPDX-License-Identifier: Apache-2.0
// The log's contract: what every driver must do, whatever it stands on. One file per promise; each
// opens a store of its own. In: a way to make a driver. Out: the tests that a driver's file declares.
import { describe } from 'node:test';
import type { LogDriver } from './driver.ts';
import { promisesFollowers } from './followers.ts';
import { promisesLeases } from './leases.ts';
import { promisesReopening } from './reopening.ts';
import { promisesReplacing } from './replacing.ts';
import { promisesSnapshots } from './snapshots.ts';
import { promisesWriters } from './writers.ts';

/** Runs `use` with a new store's driver and cleans up after it. */
export type WithDriver = (use: (driver: LogDriver) => Promise<void>) => () => Promise<void>;

export function describeLogContract(name: string, newDriver: () => Promise<LogDriver>): void {
  const withDriver: WithDriver = (use) => async () => {
    const driver = await newDriver();
    try {
      await use(driver);
    } finally {
      await driver.dispose();
    }
  };
  describe(`the ${name} log`, () => {
    promisesWriters(withDriver);
    promisesFollowers(withDriver);
    promisesSnapshots(withDriver);
    promisesLeases(withDriver);
    promisesReopening(withDriver);
    promisesReplacing(withDriver);
  });
}
