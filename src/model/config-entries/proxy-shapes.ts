// SPDX-License-Identifier: Apache-2.0
// What several kinds say about proxies.
import { any, bool, int, list, map, named, object, string, unaliased } from '../shape/shape.ts';

export const meshGatewayShape = object('MeshGatewayConfig', {
  Mode: named(string, 'structs.MeshGatewayMode'),
});

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
  Type: named(string, 'structs.LogSinkType'),
  Path: string,
  JSONFormat: string,
  TextFormat: string,
});

export const envoyExtensionsShape = list(
  unaliased(
    object('EnvoyExtension', {
      Name: string,
      Required: bool,
      Arguments: map(any),
      ConsulVersion: string,
      EnvoyVersion: string,
    }),
  ),
);
