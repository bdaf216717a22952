// What a reader of the result should know about one load, in words, with what to do.
import { counted } from '../../model/counted.ts';
import type { Note } from '../../model/document.ts';
import type { Measurement } from '../../model/task.ts';
import { doubtNotes, droppedNote, failureNotes, peerNote } from '../common/notes.ts';

type ErrorRanges = readonly { lower?: number; upper?: number }[];

export function notesOf(measurement: Measurement, errorRanges: ErrorRanges): Note[] {
  const { asked } = measurement;
  return [
    ...failureNotes(measurement, 'http'),
    ...errorStatuses(measurement, errorRanges),
    ...droppedNote(measurement, {
      none: `none of the ${asked.connections} connections`,
      hint: 'the target is slower than the rate asked for: lower qps, raise connections, or see what slows it down',
    }),
    ...doubtNotes(measurement),
    ...peerNote(
      measurement,
      'connections stay with the address they were opened to: raise connections, or set maxRequestsPerConnection',
    ),
  ];
}

function errorStatuses({ provider: subject, load }: Measurement, errorRanges: ErrorRanges): Note[] {
  const wrong = Object.entries(load.statuses).filter(([status]) =>
    errorRanges.some(({ lower = 0, upper = 999 }) => Number(status) >= lower && Number(status) <= upper),
  );
  if (wrong.length === 0) return [];
  const total = wrong.reduce((sum, [, n]) => sum + n, 0);
  const list = wrong.sort(([, a], [, b]) => b - a).map(([status, n]) => `${status}: ${counted(n)}`);
  const message = `${counted(total)} of ${counted(load.sent)} requests were answered with a status that counts as an error (${list.join(', ')})`;
  return [
    {
      kind: 'failures',
      subject,
      message,
      hint: 'see what the target logs; errorRanges says which statuses are errors',
    },
  ];
}
