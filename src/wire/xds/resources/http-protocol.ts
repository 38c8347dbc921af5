// SPDX-License-Identifier: Apache-2.0
import { HttpProtocolOptionsSchema } from '../../../gen/envoy/extensions/upstreams/http/v3/http_protocol_options_pb.ts';
import { anyOf } from './message.ts';

const KEY = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions';

/** Endpoints are spoken to in HTTP/2, without asking. */
export const speaksHttp2 = {
  [KEY]: anyOf(HttpProtocolOptionsSchema, {
    upstreamProtocolOptions: {
      case: 'explicitHttpConfig',
      value: { protocolConfig: { case: 'http2ProtocolOptions', value: {} } },
    },
  }),
};

/** Endpoints are spoken to in the version of HTTP that the caller used. */
export const acceptsBothProtocols = {
  [KEY]: anyOf(HttpProtocolOptionsSchema, {
    upstreamProtocolOptions: {
      case: 'useDownstreamProtocolConfig',
      value: { httpProtocolOptions: {}, http2ProtocolOptions: {} },
    },
  }),
};
