// SPDX-License-Identifier: Apache-2.0
import { bool, int, list, map, nanoseconds, object, string } from '../../shape/shape.ts';
import { headerModifiersShape } from '../header-modifiers.ts';
import { STORED_FIELDS } from '../proxy-shapes.ts';

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
  NumRetries: int,
  RetryOnConnectFailure: bool,
  RetryOn: list(string),
  RetryOnStatusCodes: list(int),
  RequestHeaders: headerModifiersShape,
  ResponseHeaders: headerModifiersShape,
});

export const serviceRouterShape = object('ServiceRouterConfigEntry', {
  ...STORED_FIELDS,
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
