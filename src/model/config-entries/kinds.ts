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
import { DERIVED_KINDS } from './derived-kinds.ts';
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
import { checkServiceIntentionsReferences } from './service-intentions/references.ts';
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
import { normalizeIngressGateway } from './ingress-gateway/normalize.ts';
import { ingressGatewayPermission } from './ingress-gateway/permission.ts';
import { checkIngressGatewayReferences } from './ingress-gateway/references.ts';
import { validateIngressGateway } from './ingress-gateway/validate.ts';
import { normalizeTerminatingGateway } from './terminating-gateway/normalize.ts';
import { terminatingGatewayPermission } from './terminating-gateway/permission.ts';
import { checkTerminatingGatewayReferences } from './terminating-gateway/references.ts';
import { validateTerminatingGateway } from './terminating-gateway/validate.ts';
import { normalizeInlineCertificate } from './inline-certificate/normalize.ts';
import { inlineCertificatePermission } from './inline-certificate/permission.ts';
import { validateInlineCertificate } from './inline-certificate/validate.ts';
import { normalizeFileSystemCertificate } from './file-system-certificate/normalize.ts';
import { fileSystemCertificatePermission } from './file-system-certificate/permission.ts';
import { validateFileSystemCertificate } from './file-system-certificate/validate.ts';
import { normalizeJwtProvider } from './jwt-provider/normalize.ts';
import { jwtProviderPermission } from './jwt-provider/permission.ts';
import { validateJwtProvider } from './jwt-provider/validate.ts';
import { normalizeApiGateway } from './api-gateway/normalize.ts';
import { apiGatewayPermission } from './api-gateway/permission.ts';
import { checkApiGatewayReferences } from './api-gateway/references.ts';
import { validateApiGateway } from './api-gateway/validate.ts';
import { normalizeHttpRoute } from './http-route/normalize.ts';
import { httpRoutePermission } from './http-route/permission.ts';
import { checkHttpRouteReferences } from './http-route/references.ts';
import { validateHttpRoute } from './http-route/validate.ts';
import { normalizeTcpRoute } from './tcp-route/normalize.ts';
import { tcpRoutePermission } from './tcp-route/permission.ts';
import { validateTcpRoute } from './tcp-route/validate.ts';
import { normalizeSamenessGroup } from './sameness-group/normalize.ts';
import { samenessGroupPermission } from './sameness-group/permission.ts';
import { validateSamenessGroup } from './sameness-group/validate.ts';

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
    checkReferences: checkServiceIntentionsReferences,
    permission: serviceIntentionsPermission,
  }),
  'api-gateway': define('api-gateway', {
    normalize: normalizeApiGateway,
    validate: validateApiGateway,
    checkReferences: checkApiGatewayReferences,
    permission: apiGatewayPermission,
    hasStatus: true,
  }),
  'http-route': define('http-route', {
    normalize: normalizeHttpRoute,
    validate: validateHttpRoute,
    checkReferences: checkHttpRouteReferences,
    permission: httpRoutePermission,
    hasStatus: true,
  }),
  'tcp-route': define('tcp-route', {
    normalize: normalizeTcpRoute,
    validate: validateTcpRoute,
    permission: tcpRoutePermission,
    hasStatus: true,
  }),
  'sameness-group': define('sameness-group', {
    normalize: normalizeSamenessGroup,
    validate: validateSamenessGroup,
    permission: samenessGroupPermission,
  }),
  'ingress-gateway': define('ingress-gateway', {
    normalize: normalizeIngressGateway,
    validate: validateIngressGateway,
    checkReferences: checkIngressGatewayReferences,
    permission: ingressGatewayPermission,
  }),
  'terminating-gateway': define('terminating-gateway', {
    normalize: normalizeTerminatingGateway,
    validate: validateTerminatingGateway,
    checkReferences: checkTerminatingGatewayReferences,
    permission: terminatingGatewayPermission,
  }),
  'inline-certificate': define('inline-certificate', {
    normalize: normalizeInlineCertificate,
    validate: validateInlineCertificate,
    permission: inlineCertificatePermission,
  }),
  'file-system-certificate': define('file-system-certificate', {
    normalize: normalizeFileSystemCertificate,
    validate: validateFileSystemCertificate,
    permission: fileSystemCertificatePermission,
  }),
  'jwt-provider': define('jwt-provider', {
    normalize: normalizeJwtProvider,
    validate: validateJwtProvider,
    permission: jwtProviderPermission,
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

/** Whether entries of a kind can be asked for. */
export const isKnownKind = (name: string): boolean =>
  Object.hasOwn(kinds, name) || DERIVED_KINDS.includes(name);
