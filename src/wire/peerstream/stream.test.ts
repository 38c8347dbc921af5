// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import {
  type ReplicationMessage,
  ReplicationMessageSchema,
} from '../../gen/consul/peerstream_pb.ts';
import {
  ack,
  heartbeat,
  nack,
  SERVER_ADDRESSES_URL,
  SERVICE_LIST_URL,
  SERVICE_URL,
  subscription,
  terminated,
  TRUST_BUNDLE_URL,
  upsert,
} from './messages.ts';
import { PeerStream, type Role, type Step } from './stream.ts';

const REMOTE = '11111111-1111-1111-1111-111111111111';
const BYTES = new Uint8Array([1]);

const machine = (role: Role): PeerStream =>
  new PeerStream({ role, remoteId: role === 'dialer' ? REMOTE : '' });

type Payload = MessageInitShape<typeof ReplicationMessageSchema>['Payload'];
const message = (Payload: NonNullable<Payload>): ReplicationMessage =>
  create(ReplicationMessageSchema, { Payload });

const response = (value: object): ReplicationMessage =>
  message({
    case: 'response',
    value: {
      Nonce: '1234',
      ResourceURL: SERVICE_URL,
      ResourceID: 'web',
      Resource: { typeUrl: SERVICE_URL, value: BYTES },
      operation: 1,
      ...value,
    },
  });

/** What a step does, short enough for a table. */
function brief(step: Step): string {
  switch (step.do) {
    case 'send':
      return `send ${JSON.stringify(plain(step.message))}`;
    case 'serve':
      return `serve ${step.url.split('.').at(-1)}`;
    case 'apply':
      return `apply ${step.incoming.id} ${step.incoming.nonce}`;
    case 'note':
      return `note ${step.problem}`;
    case 'confirm':
      return `confirm ${step.nonce}`;
    case 'refuse':
      return `refuse ${step.nonce} ${step.message}`;
    case 'fail':
      return `fail ${step.failure.grpcCode} ${step.failure.message}`;
    default:
      return step.do;
  }
}

function plain({ Payload }: ReplicationMessage): unknown {
  if (Payload.case !== 'request') return Payload.case;
  const { ResponseNonce: nonce, Error: error } = Payload.value;
  return error ? { nonce, code: error.code, message: error.message } : { nonce };
}

const subscribed = (role: Role, ...urls: string[]): PeerStream => {
  const stream = machine(role);
  for (const url of urls) stream.receive(subscription(url, role === 'acceptor' ? REMOTE : ''));
  return stream;
};

describe('a stream begins with', () => {
  const urls = [SERVICE_URL, SERVICE_LIST_URL, TRUST_BUNDLE_URL];
  test('four subscriptions of a dialer, with the id of the acceptor', () => {
    const expected = [...urls, SERVER_ADDRESSES_URL].map((url) => subscription(url, REMOTE));
    assert.deepEqual(
      machine('dialer')
        .start()
        .map((step) => step.do === 'send' && step.message),
      expected,
    );
  });
  test('three of an acceptor, without an id', () => {
    assert.deepEqual(
      machine('acceptor')
        .start()
        .map((step) => step.do === 'send' && step.message),
      urls.map((url) => subscription(url, '')),
    );
  });
});

interface Case {
  readonly name: string;
  readonly given?: PeerStream;
  readonly message: ReplicationMessage;
  readonly expected: readonly string[];
}

const requests: readonly Case[] = [
  {
    name: 'a first request opens the gate of its type',
    message: subscription(SERVICE_URL, ''),
    expected: ['serve ExportedService'],
  },
  {
    name: 'a second one opens nothing',
    given: subscribed('acceptor', SERVICE_URL),
    message: subscription(SERVICE_URL, ''),
    expected: [],
  },
  {
    name: 'an unknown type ends the stream',
    message: subscription('nomad.Job', ''),
    expected: ['fail 3 subscription request to unknown resource URL: nomad.Job'],
  },
  {
    name: 'a dialer insists on the id that it dialed',
    given: machine('dialer'),
    message: subscription(SERVICE_URL, 'other'),
    expected: [
      `fail 3 initial subscription requests for a resource type must have consistent PeerID values: got="other" expected="${REMOTE}"`,
    ],
  },
  {
    name: 'a dialer accepts its own id back',
    given: machine('dialer'),
    message: subscription(SERVICE_URL, REMOTE),
    expected: ['serve ExportedService'],
  },
  {
    name: 'an acceptor takes any id',
    message: subscription(SERVICE_URL, 'other'),
    expected: ['serve ExportedService'],
  },
  {
    name: 'an acknowledgement of what was never subscribed to ends the stream',
    message: ack(SERVICE_URL, '00000001'),
    expected: ['fail 3 initial subscription requests for a resource type must not contain a nonce'],
  },
  {
    name: 'a first request can hold no error',
    message: nack(SERVICE_URL, '', 3, 'x'),
    expected: ['fail 3 initial subscription request for a resource type must not contain an error'],
  },
  {
    name: 'an acknowledgement confirms its nonce',
    given: subscribed('acceptor', SERVICE_URL),
    message: ack(SERVICE_URL, '00000007'),
    expected: ['confirm 00000007'],
  },
  {
    name: 'a refusal is noted and the stream goes on',
    given: subscribed('acceptor', SERVICE_URL),
    message: nack(SERVICE_URL, '00000007', 13, 'no room'),
    expected: ['refuse 00000007 no room'],
  },
];

const responses: readonly Case[] = [
  {
    name: 'a good response is taken in',
    message: response({}),
    expected: ['apply web 1234'],
  },
  {
    name: 'an unknown type is refused',
    message: response({ ResourceURL: 'nomad.Job' }),
    expected: [
      'note received response for unknown resource type "nomad.Job"',
      'send {"nonce":"1234","code":3,"message":"received response for unknown resource type \\"nomad.Job\\""}',
    ],
  },
  {
    name: 'a response without a nonce is refused, without a nonce',
    message: response({ Nonce: '' }),
    expected: [
      `note received response without a nonce for: ${SERVICE_URL}:web`,
      `send {"nonce":"","code":3,"message":"received response without a nonce for: ${SERVICE_URL}:web"}`,
    ],
  },
  {
    name: 'an operation must be named',
    message: response({ Nonce: '5678', operation: 0 }),
    expected: [
      'note unsupported operation: "OPERATION_UNSPECIFIED"',
      'send {"nonce":"5678","code":3,"message":"unsupported operation: \\"OPERATION_UNSPECIFIED\\""}',
    ],
  },
  {
    name: 'an unknown operation is refused by number',
    message: response({ operation: 100_000 }),
    expected: [
      'note unsupported operation: 100000',
      'send {"nonce":"1234","code":3,"message":"unsupported operation: 100000"}',
    ],
  },
  {
    name: 'a response must hold something',
    message: response({ Resource: undefined }),
    expected: [
      'note received upsert response with no content',
      'send {"nonce":"1234","code":3,"message":"received upsert response with no content"}',
    ],
  },
];

const others: readonly Case[] = [
  { name: 'a heartbeat is a sign of life', message: heartbeat(), expected: ['beat'] },
  { name: 'a termination ends the peering', message: terminated(), expected: ['terminate'] },
  {
    name: 'a second opening is passed over',
    message: message({ case: 'open', value: {} }),
    expected: [],
  },
  {
    name: 'an empty message is passed over',
    message: create(ReplicationMessageSchema),
    expected: [],
  },
];

for (const [group, cases] of Object.entries({ requests, responses, others })) {
  describe(`${group}:`, () => {
    for (const { name, given = machine('acceptor'), message: received, expected } of cases) {
      test(name, () => assert.deepEqual(given.receive(received).map(brief), expected));
    }
  });
}

describe('the answer to a resource', () => {
  const incoming = {
    nonce: '1234',
    url: SERVICE_URL,
    id: 'web',
    resource: { typeUrl: SERVICE_URL, value: BYTES } as never,
  };
  test('is an acknowledgement with its nonce when it was stored', () => {
    assert.deepEqual(machine('dialer').applied(incoming).map(brief), ['send {"nonce":"1234"}']);
  });
  test('is a refusal with its nonce when it was not', () => {
    const text = `upsert error, ResourceURL: "${SERVICE_URL}", ResourceID: "web": no room`;
    assert.deepEqual(machine('dialer').applied(incoming, 'no room').map(brief), [
      `note ${text}`,
      `send ${JSON.stringify({ nonce: '1234', code: 13, message: text })}`,
    ]);
  });
  test('is not given once the stream is over', () => {
    const stream = machine('dialer');
    stream.receive(terminated());
    assert.deepEqual(stream.applied(incoming), []);
    assert.deepEqual(stream.receive(heartbeat()), []);
  });
  test('never quotes a peer without end', () => {
    const [note] = machine('dialer').applied(incoming, 'x'.repeat(100_000));
    assert.ok(note?.do === 'note' && note.problem.length < 1_100);
  });
});

test('a response of ours carries its type twice and says upsert', () => {
  const { Payload } = upsert('00000001', SERVICE_URL, 'web', BYTES);
  assert.ok(Payload.case === 'response');
  assert.equal(Payload.value.Resource?.typeUrl, SERVICE_URL);
  assert.equal(Payload.value.operation, 1);
});
