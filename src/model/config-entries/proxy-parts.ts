// SPDX-License-Identifier: Apache-2.0
// What service-defaults and proxy-defaults say alike: how it is stored, and what is refused.
import type { MeshGatewayConfig } from '../catalog/service.ts';
import type { ValueOf } from '../shape/shape.ts';
import { withoutEmpty } from './empty.ts';
import type {
  envoyExtensionsShape,
  exposeShape,
  meshGatewayShape,
  transparentProxyShape,
} from './proxy-shapes.ts';

export const meshGatewayOf = (written: ValueOf<typeof meshGatewayShape> = {}): MeshGatewayConfig =>
  withoutEmpty(written) as MeshGatewayConfig;

export const transparentProxyOf = (written: ValueOf<typeof transparentProxyShape> = {}) =>
  withoutEmpty(written);

export function exposeOf({ Checks, Paths }: ValueOf<typeof exposeShape> = {}) {
  return withoutEmpty({ Checks, Paths: Paths?.map(withoutEmpty) });
}

export function extensionsOf(written: ValueOf<typeof envoyExtensionsShape> = []) {
  return written.map((extension) => ({
    Name: extension.Name ?? '',
    Required: extension.Required ?? false,
    Arguments: extension.Arguments ?? null,
    ConsulVersion: extension.ConsulVersion ?? '',
    EnvoyVersion: extension.EnvoyVersion ?? '',
  }));
}

export function mutualTlsModeError(mode: string | undefined): string | undefined {
  if (['', 'strict', 'permissive'].includes(mode ?? '')) return undefined;
  return `Invalid MutualTLSMode ${JSON.stringify(mode)}. Must be one of "", "strict", or "permissive".`;
}
