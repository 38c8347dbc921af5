// SPDX-License-Identifier: Apache-2.0
import type { ConfigEntry } from '../entry.ts';
import type { JwtRequirement } from '../jwt-requirement.ts';

export type IntentionAction = 'allow' | 'deny';

export interface HeaderMatch {
  readonly Name: string;
  readonly Present?: boolean;
  readonly Exact?: string;
  readonly Prefix?: string;
  readonly Suffix?: string;
  readonly Contains?: string;
  readonly Regex?: string;
  readonly Invert?: boolean;
  readonly IgnoreCase?: boolean;
}

export interface HttpPermission {
  readonly PathExact?: string;
  readonly PathPrefix?: string;
  readonly PathRegex?: string;
  readonly Header?: readonly HeaderMatch[];
  readonly Methods?: readonly string[];
}

export interface IntentionPermission {
  readonly Action: IntentionAction;
  readonly HTTP?: HttpPermission | null;
  readonly JWT?: JwtRequirement;
}

/** Who may call, or may not: exactly one of Action and Permissions is set. */
export interface SourceIntention {
  /** A service name or '*'. */
  readonly Name: string;
  /** The local name of the peering that the caller comes through; absent means this cluster. */
  readonly Peer?: string;
  readonly Partition?: string;
  readonly Namespace?: string;
  readonly Action?: IntentionAction;
  readonly Permissions?: readonly IntentionPermission[];
  /** Computed: higher wins (peering-protocol §10.2, dataplane §7.2). */
  readonly Precedence?: number;
  readonly Type?: string;
  readonly Description?: string;
  /** Never stored: asked for only to be refused. */
  readonly SamenessGroup?: string;
  /** What an intention has that was made by its own id rather than within an entry; times are RFC 3339. */
  readonly LegacyID?: string;
  readonly LegacyMeta?: Readonly<Record<string, string>>;
  readonly LegacyCreateTime?: string;
  readonly LegacyUpdateTime?: string;
}

/** The intentions of one destination (Name; '*' for all services). */
export interface ServiceIntentions extends ConfigEntry {
  readonly Kind: 'service-intentions';
  readonly Sources: readonly SourceIntention[];
  /** What every call must show, beside what its source may do. */
  readonly JWT?: JwtRequirement;
}
