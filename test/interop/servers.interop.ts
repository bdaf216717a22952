// Servers of other makes: all kinds of calls, in plain text and over TLS, what they count and how they end.
import { removeWorkFolders } from '../cli/iter8.ts';
import { callWith } from './experiment.ts';
import { exampleProto, makes, type Server, startServer } from './servers.ts';
import { describeWith } from './tools.ts';

afterAll(removeWorkFolders);
const lo = { latitude: 400_000_000, longitude: -750_000_000 };
const hi = { latitude: 417_500_000, longitude: -732_500_000 };
const note = { location: lo, message: 'n'.repeat(300) };

// What is sent, and how many messages a call sends and gets.
const kinds = {
  GetFeature: { data: lo, out: 1, back: 1 },
  ListFeatures: { data: { lo, hi }, out: 1, back: 64 },
  RecordRoute: { data: [lo, hi, lo], out: 3, back: 1 },
  RouteChat: { data: [note, note], out: 2, back: 2 },
};
const total = 40;

const transports = Object.entries(makes).flatMap(([name, make]) => [
  { name, make, title: `${name} in plain text`, secured: false },
  { name, make, title: `${name} over TLS`, secured: true },
]);

for (const { name, make, title, secured } of transports) {
  describeWith([...make.needs, ...(secured ? ['openssl'] : [])])(title, () => {
    let server: Server;
    let loads: Awaited<ReturnType<typeof callWith>>;

    beforeAll(async () => {
      server = await startServer(make, secured);
      const endpoints = Object.entries(kinds).flatMap(([method, { data }]) => {
        const call = `routeguide.RouteGuide.${method}`;
        return [
          [method, { call, data }],
          [`${method}Fails`, { call, data, metadata: { 'x-status': 'RESOURCE_EXHAUSTED' } }],
          [`${method}Zipped`, { call, data, 'enable-compression': true }],
        ];
      });
      loads = await callWith({
        host: server.address,
        ...(server.ca === undefined ? {} : { cacert: server.ca }),
        ...(make.reflection ? {} : { proto: exampleProto }),
        total,
        concurrency: 8,
        connections: 2,
        endpoints: Object.fromEntries(endpoints),
      });
    });
    afterAll(() => server?.stop());

    describe.each(Object.entries(kinds))('%s', (method, { out, back }) => {
      test.each(['', 'Zipped'])('every call is answered with all its messages %s', (suffix) => {
        const { sent, answered, errors, statuses, failures } = loads[method + suffix] ?? {};
        expect({ sent, answered, errors, statuses, failures }).toEqual({
          sent: total,
          answered: total,
          errors: 0,
          statuses: { OK: total },
          failures: {},
        });
        const isStream = out > 1 || back > 1;
        const { messagesIn, messagesOut } = loads[method + suffix]?.streams ?? {};
        if (isStream)
          expect({ messagesIn, messagesOut }).toEqual({ messagesIn: back * total, messagesOut: out * total });
        expect(loads[method + suffix]?.connections).toBe(2);
      });

      test('a status that is not OK is an error that was answered, with the words of the server', () => {
        const { answered, errors, statuses, failures, failureExamples } = loads[`${method}Fails`] ?? {};
        expect({ answered, errors, statuses, failures }).toEqual({
          answered: total,
          errors: total,
          statuses: { RESOURCE_EXHAUSTED: total },
          failures: {},
        });
        // The name of the status is in the words, too, and was metadata: what is sensitive is not repeated.
        const words = `[redacted], as asked for${name === 'grpc-js' ? '' : ': 100 % ✓'}`;
        expect(failureExamples).toEqual({ RESOURCE_EXHAUSTED: words });
      });
    });
  });
}
