// SPDX-License-Identifier: Apache-2.0

/** What of GET /v1/agent/self a proxy needs; a port of 0 or below is closed. */
export interface AgentSelf {
  readonly Config: { readonly Datacenter: string };
  readonly xDS?: { readonly Ports?: { readonly Plaintext?: number; readonly TLS?: number } };
}
