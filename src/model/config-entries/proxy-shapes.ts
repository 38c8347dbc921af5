// SPDX-License-Identifier: Apache-2.0
// What several kinds say about proxies.
import { any, bool, int, list, map, object, string } from '../shape/shape.ts';

/** Accepted at the top of every entry and left out: the store's own, which readers send back. */
export const STORED_FIELDS = { Hash: any, CreateIndex: any, ModifyIndex: any } as const;

export const meshGatewayShape = object('MeshGatewayConfig', { Mode: string });

export const transparentProxyShape = object('TransparentProxyConfig', {
  OutboundListenerPort: int,
  DialedDirectly: bool,
});

export const exposeShape = object('ExposeConfig', {
  Checks: bool,
  Paths: list(
    object(
      '.Alias',
      {
        ListenerPort: int,
        Path: string,
        LocalPathPort: int,
        Protocol: string,
        ParsedFromCheck: bool,
      },
      {},
      { also: ['listener_port', 'local_path_port', 'parsed_from_check'] },
    ),
  ),
});

export const accessLogsShape = object('AccessLogsConfig', {
  Enabled: bool,
  DisableListenerLogs: bool,
  Type: string,
  Path: string,
  JSONFormat: string,
  TextFormat: string,
});

export const envoyExtensionsShape = list(
  object('EnvoyExtension', {
    Name: string,
    Required: bool,
    Arguments: map(any),
    ConsulVersion: string,
    EnvoyVersion: string,
  }),
);
