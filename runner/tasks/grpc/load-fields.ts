// Inputs that say how much is sent, and how it is counted.
import type { Fields } from '../../model/schema.ts';
import { abortOnInput } from '../common/abort-on.ts';
import { warmupInputs } from '../common/warmup-inputs.ts';

const shapes = ['const', 'step', 'line'] as const;

export const loadFields = {
  total: {
    kind: 'number',
    integer: true,
    min: 1,
    max: 1e12,
    default: 200,
    describe: 'how many requests to send: calls of the method, each with all its messages',
  },
  duration: {
    kind: 'string',
    format: 'duration',
    describe: 'how long to send requests; wins over a total given at the same level',
    example: '30s',
  },
  'max-duration': {
    kind: 'string',
    format: 'duration',
    default: '1h',
    describe: 'the longest that requests are sent, however many are left; a longer duration raises it',
  },
  'duration-stop': {
    kind: 'string',
    oneOf: ['wait', 'close', 'ignore'],
    default: 'wait',
    describe:
      'requests in flight when the time is over: they finish (wait), are cut off and told as unfinished (close), or are cut off and left out (ignore)',
  },
  concurrency: {
    kind: 'number',
    integer: true,
    min: 1,
    max: 20_000,
    default: 50,
    describe: 'requests in flight at most',
  },
  rps: {
    kind: 'number',
    min: 0,
    max: 1e6,
    default: 0,
    describe: 'requests a second, fractions allowed; 0: as fast as concurrency allows',
  },
  timeout: {
    kind: 'string',
    format: 'duration',
    default: '20s',
    describe: 'how long a request may take, told to the server as its deadline; 0: any time',
  },
  'load-schedule': {
    kind: 'string',
    oneOf: shapes,
    default: 'const',
    describe:
      'const: rps all the time; step: the rate changes by load-step every load-step-duration; line: by load-step a second',
  },
  'load-start': { kind: 'number', above: 0, max: 1e6, describe: 'rate at the start of a step or line' },
  'load-end': { kind: 'number', above: 0, max: 1e6, describe: 'rate at which a step or line ends, and stays' },
  'load-step': {
    kind: 'number',
    min: -1e6,
    max: 1e6,
    describe: 'change of the rate at each step, or in a second of a line',
  },
  'load-step-duration': { kind: 'string', format: 'duration', describe: 'length of a step', example: '5s' },
  'load-max-duration': {
    kind: 'string',
    format: 'duration',
    describe: 'after so long the rate stays at load-end, or without that where it is',
  },
  'concurrency-schedule': {
    kind: 'string',
    oneOf: shapes,
    default: 'const',
    describe:
      'const: concurrency all the time; step: it changes by concurrency-step every concurrency-step-duration; line: every second',
  },
  'concurrency-start': {
    kind: 'number',
    integer: true,
    min: 1,
    max: 20_000,
    default: 1,
    describe: 'concurrency at the start of a step or line',
  },
  'concurrency-end': {
    kind: 'number',
    integer: true,
    min: 1,
    max: 20_000,
    describe: 'concurrency at which a step or line ends, and stays',
  },
  'concurrency-step': {
    kind: 'number',
    integer: true,
    min: -20_000,
    max: 20_000,
    describe: 'change of the concurrency at each step',
  },
  'concurrency-step-duration': { kind: 'string', format: 'duration', describe: 'length of a step', example: '5s' },
  'concurrency-max-duration': {
    kind: 'string',
    format: 'duration',
    describe: 'after so long the concurrency stays at concurrency-end, or without that where it is',
  },
  skipFirst: {
    kind: 'number',
    integer: true,
    min: 0,
    max: 1e12,
    default: 0,
    describe: 'requests that are sent first, as a part of total, and left out of the result',
  },
  'count-errors': {
    kind: 'boolean',
    default: true,
    describe: 'false leaves answers other than OK out of the latency',
  },
  ...warmupInputs,
  percentiles: {
    kind: 'list',
    default: [50, 75, 90, 95, 99, 99.9],
    of: { kind: 'number', above: 0, max: 100, describe: 'a percentile' },
    describe: 'percentiles of the latency to report; yours are added to these',
  },
  abortOn: abortOnInput,
} as const satisfies Fields;
