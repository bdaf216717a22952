// What a reader of the result should know about one load, in words, with what to do.
import { counted } from '../../model/counted.ts';
import type { Note } from '../../model/document.ts';
import type { LoadMeasurement } from '../../model/measurement.ts';
import type { Measurement } from '../../model/task.ts';
import { doubtNotes, droppedNote, failureNotes, peerNote } from '../common/notes.ts';
import type { EndpointPlan } from './plan.ts';
import { statusHint } from './statuses.ts';

type About = Pick<EndpointPlan, 'about' | 'atEnd' | 'concurrency' | 'tls'>;

export function notesOf(measurement: Measurement, { about, atEnd, concurrency, tls }: About): Note[] {
  const most = Math.max(...concurrency.map(({ calls }) => calls));
  const { provider: subject, load } = measurement;
  return [
    ...(about === '' ? [] : [{ kind: 'info' as const, subject, message: `this run is ${about}` }]),
    ...failureNotes(measurement, 'grpc').map((note) => (tls === null ? withTlsHint(note, load) : note)),
    ...statusNotes(measurement),
    ...droppedNote(measurement, {
      none: `none of the ${most} places of concurrency`,
      hint: 'the target is slower than the rate asked for: lower rps, raise concurrency, or see what slows it down',
    }),
    ...nothingCounted(measurement),
    ...cutOff(measurement, atEnd),
    ...doubtNotes(measurement),
    ...peerNote(measurement, unevenHint),
    ...onePeer(measurement),
  ];
}

const unevenHint = 'connections stay with the address they were opened to: raise connections';

// Of a server that wants TLS no more is heard than that it ends the connection, or an answer that is no HTTP/2: no
// connection is ever open.
function withTlsHint(note: Note, load: LoadMeasurement): Note {
  const mayBeTls = ['closed', 'reset', 'protocol'].some((kind) => (load.failures[kind] ?? 0) > 0);
  if (!mayBeTls || load.answered > 0 || load.connections > 0) return note;
  return { ...note, hint: `if the port expects TLS, set insecure to false; otherwise: ${note.hint ?? ''}` };
}

function cutOff({ provider: subject, load: { unfinished }, partial }: Measurement, atEnd: About['atEnd']): Note[] {
  if (unfinished === 0 || partial) return [];
  const [why, hint] =
    atEnd === 'close'
      ? ['when the time was over (duration-stop: close)', 'with duration-stop: wait they are awaited']
      : ['at max-duration, as timeout lets them take any time', 'give a timeout, or stream-call-duration'];
  return [{ kind: 'info', subject, message: `${counted(unfinished)} requests were cut off ${why}`, hint }];
}

function nothingCounted({ provider: subject, load: { sent, dropped }, partial }: Measurement): Note[] {
  if (sent + dropped > 0 || partial) return [];
  const message = 'no request was counted: all were the first ones (skipFirst), or cut off (duration-stop: ignore)';
  return [{ kind: 'failures', subject, message, hint: 'send more, for longer, or leave these inputs out' }];
}

// With one connection, one pod of a service gets all requests. Without a hint, so that it stands in the document and
// not in the text of a report: one connection is the default, and that text is what 0.13 printed.
function onePeer({ provider: subject, load: { peers }, asked, target }: Measurement): Note[] {
  const [only, ...others] = Object.keys(peers);
  if (asked.connections > 1 || only === undefined || others.length > 0 || !isName(target)) return [];
  const message = `all requests went over one connection, to ${only}; a service of several pods is measured with as many connections, or more`;
  return [{ kind: 'peers', subject, message }];
}

// Of a service in a cluster, not of an address or this machine.
function isName(target: string): boolean {
  return /^(?!localhost:|unix:|\d+\.\d+\.\d+\.\d+:)[a-z0-9]/i.test(target);
}

function statusNotes({ provider: subject, load }: Measurement): Note[] {
  const failed = Object.values(load.failures).reduce((sum, n) => sum + n, 0);
  const total = load.errors - failed;
  if (total <= 0) return [];
  // Where the server said something, it is among the examples.
  const said = Object.entries(load.statuses).filter(([name]) => Object.hasOwn(load.failureExamples, name));
  const sorted = said.sort(([, a], [, b]) => b - a);
  const [most = ''] = sorted[0] ?? [];
  const list = sorted.map(([name, n]) => `${name}: ${counted(n)}`).join(', ');
  const example = load.failureExamples[most] ?? '';
  const words = example === '' ? '' : `; ${most} with the message ${JSON.stringify(example)}`;
  const message = `${counted(total)} of ${counted(load.sent)} requests were answered with another status than OK (${list})${words}`;
  return [{ kind: 'failures', subject, message, hint: statusHint(most) }];
}
