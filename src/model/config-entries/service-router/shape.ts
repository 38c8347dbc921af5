// SPDX-License-Identifier: Apache-2.0
import { bool, list, map, nanoseconds, object, string, uint32 } from '../../shape/shape.ts';
import { entryShape } from '../entry-shape.ts';
import { headerModifiersShape } from '../header-modifiers.ts';

const headerShape = object('ServiceRouteHTTPMatchHeader', {
  Name: string,
  Present: bool,
  Exact: string,
  Prefix: string,
  Suffix: string,
  Regex: string,
  Invert: bool,
});

const httpMatchShape = object('ServiceRouteHTTPMatch', {
  PathExact: string,
  PathPrefix: string,
  PathRegex: string,
  CaseInsensitive: bool,
  Header: list(headerShape),
  QueryParam: list(
    object('ServiceRouteHTTPMatchQueryParam', {
      Name: string,
      Present: bool,
      Exact: string,
      Regex: string,
    }),
  ),
  Methods: list(string),
});

const destinationShape = object('ServiceRouteDestination', {
  Service: string,
  ServiceSubset: string,
  Namespace: string,
  Partition: string,
  PrefixRewrite: string,
  RequestTimeout: nanoseconds,
  IdleTimeout: nanoseconds,
  NumRetries: uint32,
  RetryOnConnectFailure: bool,
  RetryOn: list(string),
  RetryOnStatusCodes: list(uint32),
  RequestHeaders: headerModifiersShape,
  ResponseHeaders: headerModifiersShape,
});

export const serviceRouterShape = entryShape('ServiceRouterConfigEntry', {
  Kind: string,
  Name: string,
  Routes: list(
    object('ServiceRoute', {
      Match: object('ServiceRouteMatch', { HTTP: httpMatchShape }),
      Destination: destinationShape,
    }),
  ),
  Meta: map(string),
});
