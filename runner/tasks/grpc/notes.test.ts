import type { LoadMeasurement } from '../../model/measurement.ts';
import { histogramOf, loadWith, measurementOf, times } from '../common/loads.fixture.ts';
import { notesOf } from './notes.ts';

const plan = {
  about: '',
  atEnd: 'wait' as const,
  concurrency: [{ calls: 50, durationMs: Number.POSITIVE_INFINITY }],
  tls: null,
};
const asked = { qps: 100, connections: 4 };

function notes(count: number, more: Partial<LoadMeasurement> = {}, given: Partial<Parameters<typeof notesOf>[1]> = {}) {
  const load = loadWith(times(count, 2), { statuses: { OK: count }, ...more });
  return notesOf(measurementOf(load, { provider: 'grpc', target: 'guide:50051/g.G/Get', asked }), {
    ...plan,
    ...given,
  });
}

test('a load without trouble leaves nothing to say', () => {
  expect(notes(100)).toEqual([]);
});

test('name and tags of the run are told', () => {
  expect(notes(1, {}, { about: 'nightly; env=staging' })).toEqual([
    { kind: 'info', subject: 'grpc', message: 'this run is nightly; env=staging' },
  ]);
});

test('a load of which nothing was counted says so', () => {
  expect(notes(0)).toMatchObject([{ kind: 'failures', message: expect.stringMatching(/^no request was counted/) }]);
});

describe('answers that are errors', () => {
  const more = {
    sent: 100,
    errors: 12,
    statuses: { OK: 88, NOT_FOUND: 7, PERMISSION_DENIED: 3, UNAVAILABLE: 2 },
    failures: { reset: 2 },
    failureExamples: { NOT_FOUND: 'no "such" place', PERMISSION_DENIED: '', reset: 'the connection was reset' },
  };

  test('are told by status, the most frequent first, with what the server says and what to look at', () => {
    expect(notes(88, more)).toEqual([
      expect.objectContaining({ message: '2 of 100 requests failed (reset): the connection was reset' }),
      {
        kind: 'failures',
        subject: 'grpc',
        message:
          '10 of 100 requests were answered with another status than OK (NOT_FOUND: 7, PERMISSION_DENIED: 3); NOT_FOUND with the message "no \\"such\\" place"',
        hint: 'what was asked for is not there: check data',
      },
    ]);
  });

  test('are not told twice where no answer came', () => {
    const refused = { sent: 5, errors: 5, statuses: { UNAVAILABLE: 5 }, failures: { refused: 5 } };
    expect(notes(0, refused)).toHaveLength(1);
  });
});

describe('hints name the inputs of this task', () => {
  const failing = (kind: string, example: string, given = {}) =>
    notes(
      0,
      {
        sent: 5,
        errors: 5,
        statuses: { UNAVAILABLE: 5 },
        failures: { [kind]: 5 },
        failureExamples: { [kind]: example },
      },
      given,
    );
  const tls = { insecure: false };

  test('for TLS to a port of plain text', () => {
    const [note] = failing('tls', 'the server answered in plain text: is it http:// at this port?', { tls });
    expect(note).toMatchObject({
      message: 'no request was answered: all 5 failed (tls): the server answered in plain text, as with insecure: true',
      hint: expect.stringContaining('leave insecure at true'),
    });
  });

  test('for a server that asks for a certificate', () => {
    const [note] = failing('tls', 'the server asks for a client certificate: give tls.cert and tls.key', { tls });
    expect(note?.message).toMatch(/give cert and key$/);
  });

  test.each(['closed', 'reset', 'protocol'])('for plain text to a port that may want TLS: %s', (kind) => {
    expect(failing(kind, 'x')[0]?.hint).toMatch(/^if the port expects TLS, set insecure to false; otherwise: /);
    expect(failing(kind, 'x', { tls })[0]?.hint).not.toMatch(/insecure to false/);
  });

  test('and none for a server that answers at times', () => {
    const [note] = notes(5, { sent: 6, errors: 1, failures: { reset: 1 } });
    expect(note?.hint).not.toMatch(/TLS/);
  });

  test.each(['closed', 'protocol'])('and none of TLS for a server that spoke HTTP/2: %s', (kind) => {
    const [note] = notes(0, { sent: 5, errors: 5, failures: { [kind]: 5 }, connections: 1 });
    expect(note?.hint).not.toMatch(/expects TLS/);
  });

  test.each(['connect-timeout', 'timeout', 'too-large', 'protocol'])('for %s', (kind) => {
    expect(failing(kind, 'x', { tls })[0]?.hint).not.toMatch(/connectTimeout|URL|256 headers|tls\./);
  });
});

test('dropped requests are told with the concurrency that was not enough', () => {
  expect(notes(90, { dropped: 10, bounds: histogramOf(times(10, 5)) })).toMatchObject([
    {
      message: expect.stringContaining('none of the 50 places of concurrency was free'),
      hint: expect.stringContaining('lower rps'),
    },
  ]);
});

test('requests that were cut off at the end are told where that was asked for', () => {
  expect(notes(90, { sent: 93, unfinished: 3 }, { atEnd: 'close' })).toMatchObject([
    { kind: 'info', message: '3 requests were cut off when the time was over (duration-stop: close)' },
  ]);
  expect(notes(90, { sent: 93, unfinished: 3 })).toMatchObject([
    { kind: 'info', message: '3 requests were cut off at max-duration, as timeout lets them take any time' },
  ]);
});

describe('addresses', () => {
  test('that got unequal shares come with a hint', () => {
    expect(notes(100, { peers: { '10.0.0.1:1': 90, '10.0.0.2:1': 10 } })).toMatchObject([
      { kind: 'peers', hint: expect.stringContaining('raise connections') },
    ]);
  });

  test('are told where one connection to a service may hide its other pods', () => {
    const one = (target: string, connections = 1) => {
      const load = loadWith([1], { statuses: { OK: 1 }, peers: { '10.0.0.1:1': 1 } });
      return notesOf(measurementOf(load, { provider: 'grpc', target, asked: { qps: 0, connections } }), plan);
    };
    expect(one('guide.default:1/g.G/Get')).toEqual([
      { kind: 'peers', subject: 'grpc', message: expect.stringContaining('over one connection, to 10.0.0.1:1') },
    ]);
    expect(one('guide.default:1/g.G/Get', 2)).toEqual([]);
    for (const target of ['127.0.0.1:1/g.G/Get', 'localhost:1/g.G/Get', '[::1]:1/g.G/Get', 'unix:a/g.G/Get']) {
      expect(one(target)).toEqual([]);
    }
  });
});
