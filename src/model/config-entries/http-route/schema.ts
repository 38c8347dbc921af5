// SPDX-License-Identifier: Apache-2.0
import type { ConfigEntry } from '../entry.ts';
import type { JwtRequirement } from '../jwt-requirement.ts';
import type { ResourceReference } from '../resource-reference.ts';

export interface RouteHeaders {
  readonly Add: Readonly<Record<string, string>> | null;
  readonly Remove: readonly string[] | null;
  readonly Set: Readonly<Record<string, string>> | null;
}

export interface RouteFilters {
  readonly Headers: readonly RouteHeaders[] | null;
  readonly URLRewrite: { readonly Path: string } | null;
  readonly RetryFilter: {
    readonly NumRetries: number;
    readonly RetryOn: readonly string[] | null;
    readonly RetryOnStatusCodes: readonly number[] | null;
    readonly RetryOnConnectFailure: boolean;
  } | null;
  /** Nanoseconds. */
  readonly TimeoutFilter: { readonly RequestTimeout: number; readonly IdleTimeout: number } | null;
  readonly JWT: JwtRequirement | null;
}

export interface ResponseFilters {
  readonly Headers: readonly RouteHeaders[] | null;
}

interface ValueMatch {
  readonly Match: string;
  readonly Name: string;
  readonly Value: string;
}

export interface RouteMatch {
  readonly Headers: readonly ValueMatch[] | null;
  /** In upper case; '' for all. */
  readonly Method: string;
  readonly Path: { readonly Match: string; readonly Value: string };
  readonly Query: readonly ValueMatch[] | null;
}

export interface RouteService {
  readonly Name: string;
  readonly Weight: number;
  readonly Filters: RouteFilters;
  readonly ResponseFilters: ResponseFilters;
}

export interface RouteRule {
  readonly Filters: RouteFilters;
  readonly ResponseFilters: ResponseFilters;
  readonly Matches: readonly RouteMatch[] | null;
  readonly Services: readonly RouteService[] | null;
}

/** What HTTP callers find at an API gateway. */
export interface HttpRoute extends ConfigEntry {
  readonly Kind: 'http-route';
  readonly Parents: readonly ResourceReference[] | null;
  readonly Rules: readonly RouteRule[] | null;
  readonly Hostnames: readonly string[] | null;
}
