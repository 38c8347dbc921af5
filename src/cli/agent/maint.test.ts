// SPDX-License-Identifier: Apache-2.0
import { Reply, testCommands } from '../../../test/cli-harness.ts';

const self = { Config: { NodeName: 'web-1', Datacenter: 'dc1' } };
const checks = {
  other: { CheckID: 'other', ServiceID: '', Notes: '' },
  b: { CheckID: '_service_maintenance:web', ServiceID: 'web', Notes: 'disk' },
  a: { CheckID: '_node_maintenance', ServiceID: '', Notes: 'moving' },
};
const show = { 'GET /v1/agent/self': self };

testCommands({
  'what is in maintenance': {
    run: 'maint',
    answers: { ...show, 'GET /v1/agent/checks': checks },
    out:
      'Node:\n  Name:   web-1\n  Reason: moving\n\n' +
      'Service:\n  ID:     web\n  Reason: disk\n\n',
  },
  'nothing is': { run: 'maint', answers: { ...show, 'GET /v1/agent/checks': {} } },
  'the node begins': {
    run: 'maint -enable -reason=disk',
    answers: { 'PUT /v1/agent/maintenance?enable=true&reason=disk': null },
    out: 'Node maintenance is now enabled\n',
  },
  'the node ends': {
    run: 'maint -disable',
    answers: { 'PUT /v1/agent/maintenance?enable=false': null },
    out: 'Node maintenance is now disabled\n',
  },
  'a service begins': {
    run: 'maint -enable -service=web',
    answers: { 'PUT /v1/agent/service/maintenance/web?enable=true&reason=': null },
    out: 'Service maintenance is now enabled for "web"\n',
  },
  'a service ends': {
    run: 'maint -disable -service=web',
    answers: { 'PUT /v1/agent/service/maintenance/web?enable=false': null },
    out: 'Service maintenance is now disabled for "web"\n',
  },
  'a service that is not there': {
    run: 'maint -disable -service=web',
    answers: {
      'PUT /v1/agent/service/maintenance/web?enable=false': new Reply(404, 'Unknown service ID'),
    },
    code: 1,
    err: 'Error disabling service maintenance: Unexpected response code: 404 (Unknown service ID)\n',
  },
  'both ways': {
    run: 'maint -enable -disable',
    code: 1,
    err: 'Only one of -enable or -disable may be provided\n',
    requests: [],
  },
  'a reason for nothing': {
    run: 'maint -reason=x',
    code: 1,
    err: 'Reason may only be provided with -enable\n',
    requests: [],
  },
  'a service and nothing to do': {
    run: 'maint -service=web',
    code: 1,
    err: 'Service requires either -enable or -disable\n',
    requests: [],
  },
});
