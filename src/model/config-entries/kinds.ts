// SPDX-License-Identifier: Apache-2.0
// The visible list of config entry kinds. A kind is a folder: shape.ts reads what people write, normalize.ts
// completes it into what is stored and shown, validate.ts refuses what makes no sense by itself,
// references.ts what doesn't fit other entries, permission.ts says who may read and write it.
import type { DecodableKind } from './decode.ts';
import type { ConfigEntry } from './entry.ts';
import { normalizeExportedServices } from './exported-services/normalize.ts';
import { exportedServicesPermission } from './exported-services/permission.ts';
import { validateExportedServices } from './exported-services/validate.ts';
import type { Kind } from './kind.ts';
import { KINDS_TO_COME } from './kinds-to-come.ts';
import { normalizeMesh } from './mesh/normalize.ts';
import { meshPermission } from './mesh/permission.ts';
import { validateMesh } from './mesh/validate.ts';
import { normalizeProxyDefaults } from './proxy-defaults/normalize.ts';
import { proxyDefaultsPermission } from './proxy-defaults/permission.ts';
import { checkProxyDefaultsReferences } from './proxy-defaults/references.ts';
import { validateProxyDefaults } from './proxy-defaults/validate.ts';
import { normalizeServiceDefaults } from './service-defaults/normalize.ts';
import { serviceDefaultsPermission } from './service-defaults/permission.ts';
import { checkServiceDefaultsReferences } from './service-defaults/references.ts';
import { validateServiceDefaults } from './service-defaults/validate.ts';
import { normalizeServiceIntentions } from './service-intentions/normalize.ts';
import { serviceIntentionsPermission } from './service-intentions/permission.ts';
import { validateServiceIntentions } from './service-intentions/validate.ts';
import { normalizeServiceResolver } from './service-resolver/normalize.ts';
import { serviceResolverPermission } from './service-resolver/permission.ts';
import { validateServiceResolver } from './service-resolver/validate.ts';
import { normalizeServiceRouter } from './service-router/normalize.ts';
import { serviceRouterPermission } from './service-router/permission.ts';
import { validateServiceRouter } from './service-router/validate.ts';
import { normalizeServiceSplitter } from './service-splitter/normalize.ts';
import { serviceSplitterPermission } from './service-splitter/permission.ts';
import { validateServiceSplitter } from './service-splitter/validate.ts';

const define = <K extends DecodableKind, E extends ConfigEntry>(_name: K, kind: Kind<K, E>) =>
  kind as unknown as Kind<DecodableKind, ConfigEntry>;

export const kinds: Readonly<Record<DecodableKind, Kind<DecodableKind, ConfigEntry>>> = {
  'service-defaults': define('service-defaults', {
    normalize: normalizeServiceDefaults,
    validate: validateServiceDefaults,
    checkReferences: checkServiceDefaultsReferences,
    permission: serviceDefaultsPermission,
  }),
  'proxy-defaults': define('proxy-defaults', {
    normalize: normalizeProxyDefaults,
    validate: validateProxyDefaults,
    checkReferences: checkProxyDefaultsReferences,
    permission: proxyDefaultsPermission,
  }),
  mesh: define('mesh', {
    normalize: normalizeMesh,
    validate: validateMesh,
    permission: meshPermission,
  }),
  'exported-services': define('exported-services', {
    normalize: normalizeExportedServices,
    validate: validateExportedServices,
    permission: exportedServicesPermission,
  }),
  'service-intentions': define('service-intentions', {
    normalize: normalizeServiceIntentions,
    validate: validateServiceIntentions,
    permission: serviceIntentionsPermission,
  }),
  'service-resolver': define('service-resolver', {
    normalize: normalizeServiceResolver,
    validate: validateServiceResolver,
    permission: serviceResolverPermission,
  }),
  'service-router': define('service-router', {
    normalize: normalizeServiceRouter,
    validate: validateServiceRouter,
    permission: serviceRouterPermission,
  }),
  'service-splitter': define('service-splitter', {
    normalize: normalizeServiceSplitter,
    validate: validateServiceSplitter,
    permission: serviceSplitterPermission,
  }),
};

/** Whether entries of a kind can be asked for, here or in Consul. */
export const isKnownKind = (name: string): boolean =>
  Object.hasOwn(kinds, name) || KINDS_TO_COME.includes(name);
