// SPDX-License-Identifier: Apache-2.0
// Which probe runs a check of which kind.
import type { CheckType } from '../../model/agent/check-type.ts';
import { checkKindOf } from '../../model/agent/check-type.ts';
import { dockerProbe } from './docker.ts';
import { grpcProbe } from './grpc.ts';
import { h2pingProbe } from './h2ping.ts';
import { httpProbe } from './http.ts';
import { osServiceProbe } from './os-service.ts';
import type { Probe } from './probe-loop.ts';
import { scriptProbe } from './script.ts';
import { tcpProbe } from './tcp.ts';
import { udpProbe } from './udp.ts';

/** The programs of this machine that checks are run with. */
export interface Surroundings {
  /** As DOCKER_HOST names it: 'unix:///var/run/docker.sock', 'tcp://10.0.0.1:2375'. */
  readonly dockerHost: string;
  /** The program that tells the state of the system's services. */
  readonly systemctl: string;
}

export const SURROUNDINGS: Surroundings = {
  dockerHost: 'unix:///var/run/docker.sock',
  systemctl: 'systemctl',
};

/** Undefined for a check that somebody else runs. */
export function probeOf(type: CheckType, surroundings: Surroundings): Probe | undefined {
  switch (checkKindOf(type)) {
    case 'tcp':
      return tcpProbe(type);
    case 'http':
      return httpProbe(type);
    case 'grpc':
      return grpcProbe(type);
    case 'h2ping':
      return h2pingProbe(type);
    case 'udp':
      return udpProbe(type);
    case 'script':
      return scriptProbe(type);
    case 'docker':
      return dockerProbe(type, surroundings.dockerHost);
    case 'os_service':
      return osServiceProbe(type, surroundings.systemctl);
    default:
      return undefined;
  }
}
