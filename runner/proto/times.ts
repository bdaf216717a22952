// Timestamp and Duration: texts in JSON, seconds and nanoseconds in the message.
import { shownValue } from './faults.ts';
import type { Read } from './read.ts';

const instant = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;
const [firstSecond, lastSecond] = [-62_135_596_800, 253_402_300_799]; // the years 1 to 9999
const longestDuration = 315_576_000_000;

export const readTimestamp: Read = (value, faults) => {
  const [, date, time, fraction, zone] = (typeof value === 'string' ? instant.exec(value) : null) ?? [];
  const seconds = Date.parse(`${date}T${time}${zone}`) / 1000;
  // Date.parse takes the 31st of any month; midnight of that day in UTC must be the day it says.
  const exists = new Date(Date.parse(`${date}T00:00:00Z`)).toJSON()?.slice(0, 10) === date;
  if (!Number.isInteger(seconds) || !exists || time?.startsWith('24'))
    return faults.add(`must be a time such as "2024-01-31T12:00:00Z", is ${shownValue(value)}`);
  if (seconds < firstSecond || seconds > lastSecond)
    return faults.add(`${shownValue(value)} is not in the years 1 to 9999`);
  return { seconds, nanos: nanosOf(fraction) };
};

export const readDuration: Read = (value, faults) => {
  const [, sign, whole, fraction] =
    (typeof value === 'string' ? /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d{0,9}))?s$/.exec(value) : null) ?? [];
  if (whole === undefined) return faults.add(`must be a duration in seconds such as "1.5s", is ${shownValue(value)}`);
  const seconds = Number(whole);
  if (seconds > longestDuration) return faults.add(`${shownValue(value)} is longer than 10,000 years`);
  const factor = sign === '-' ? -1 : 1;
  return { seconds: plain(factor * seconds), nanos: plain(factor * nanosOf(fraction)) };
};

function nanosOf(fraction = ''): number {
  return Number(fraction.padEnd(9, '0'));
}

function plain(number: number): number {
  return number === 0 ? 0 : number; // no -0
}
