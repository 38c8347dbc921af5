// SPDX-License-Identifier: Apache-2.0
import type { ConfigEntry } from '../entry.ts';
import type { JwtRequirement } from '../jwt-requirement.ts';
import type { ResourceReference } from '../resource-reference.ts';

export interface ApiGatewayPolicy {
  readonly JWT?: JwtRequirement;
}

export interface ApiGatewayListener {
  readonly Name: string;
  readonly Hostname: string;
  readonly Port: number;
  /** In lower case. */
  readonly Protocol: string;
  readonly TLS: {
    readonly Certificates: readonly ResourceReference[] | null;
    readonly MaxVersion: string;
    readonly MinVersion: string;
    readonly CipherSuites: readonly string[] | null;
  };
  readonly Override?: ApiGatewayPolicy;
  readonly Default?: ApiGatewayPolicy;
  readonly MaxRequestHeadersKB?: number;
}

/** Where callers from outside come in; routes say what they find there. */
export interface ApiGateway extends ConfigEntry {
  readonly Kind: 'api-gateway';
  readonly Listeners: readonly ApiGatewayListener[] | null;
}
