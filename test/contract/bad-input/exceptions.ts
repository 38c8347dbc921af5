// SPDX-License-Identifier: Apache-2.0
// Where an endpoint need not be shown some bad input. Each exception has its reason; those without one are a
// debt, and a list of debts is meant to be empty.

/** By endpoint: what it need not be shown, and why. */
export const EXCEPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {};

/** Endpoints that have no case of bad input at all yet. */
export const WITHOUT_CASES: readonly string[] = [];

/** Endpoints whose cases are not complete yet: 'PUT /v1/path: an unknown key'. */
export const INCOMPLETE: readonly string[] = [];
