// How a load went over time. Marks are states of its histogram, so that a window is the difference of two of them and its
// percentiles are its own; where there would be too many windows, every second mark goes.
import type { Course } from '../model/document.ts';
import { emptyHistogram, type Histogram, mergeHistograms, quantile, recordedSince } from '../model/histogram.ts';
import type { LoadMeasurement } from '../model/measurement.ts';

const mostWindows = 60;
const firstMs = 1000;
const full = 0.9; // of its length: reports come a little early at times

interface Mark {
  at: number; // epoch, msec
  times: Histogram;
  sent: number;
  errors: number;
  window?: Window; // from the mark before
}

interface Window {
  sent: number;
  errors: number;
  p50: number | null;
  p99: number | null;
}

interface CourseKeeper {
  // What was measured so far, from the start.
  add(load: LoadMeasurement, now: number, isLast: boolean): void;
  course(): Course | undefined;
}

export function createCourse(): CourseKeeper {
  let everyMs = firstMs;
  let marks: Mark[] = [];
  let ended: Course | undefined;

  const lengthOfLast = () => (marks.at(-1)?.at ?? 0) - (marks.at(-2)?.at ?? 0);
  const current = (): Course | undefined => {
    const windows = marks.slice(1).map((mark, i) => {
      mark.window ??= windowOf(marks[i] ?? mark, mark);
      return mark.window;
    });
    if (windows.length === 0) return undefined;
    return {
      everyMs,
      sent: windows.map(({ sent }) => sent),
      errors: windows.map(({ errors }) => errors),
      p50: windows.map(({ p50 }) => p50),
      p99: windows.map(({ p99 }) => p99),
    };
  };
  return {
    add(load, now, isLast) {
      if (load.firstSend === null || ended !== undefined) return;
      if (marks.length === 0)
        marks.push({ at: Math.min(load.firstSend, now), times: emptyHistogram(), sent: 0, errors: 0 });
      if (marks.length > 1 && lengthOfLast() < everyMs * full) marks.pop();
      marks.push(markOf(load, now));
      if (marks.length - 1 > mostWindows) {
        everyMs *= 2;
        marks = marks.filter((_, i) => i % 2 === 0 || i === marks.length - 1).map(({ window: _, ...mark }) => mark);
      }
      if (!isLast) return;
      if (marks.length > 2 && lengthOfLast() < everyMs / 2) marks.splice(-2, 1); // a stub joins the window before it
      ended = current();
      marks = []; // and their histograms
    },
    course: () => ended ?? current(),
  };
}

function markOf({ latency, bounds, sent, errors }: LoadMeasurement, at: number): Mark {
  return { at, times: bounds.count === 0 ? latency : mergeHistograms([latency, bounds]), sent, errors };
}

function windowOf(before: Mark, mark: Mark): Window {
  const times = recordedSince(before.times, mark.times);
  return {
    sent: mark.sent - before.sent,
    errors: mark.errors - before.errors,
    p50: short(quantile(times, 0.5)),
    p99: short(quantile(times, 0.99)),
  };
}

function short(ms: number | undefined): number | null {
  return ms === undefined ? null : Number(ms.toPrecision(4));
}
