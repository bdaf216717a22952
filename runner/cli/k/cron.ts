// When a CronJob starts its next Job: the five fields of cron as Kubernetes reads them.
const names = {
  month: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  weekday: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};
const short: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const mostDays = 366 * 5; // the 29th of February comes within

// Epoch msec of the next start after `now`; undefined where the schedule cannot be read here, or never comes.
export function nextStart(schedule: string, timeZone: string | undefined, now: number): number | undefined {
  const fields = parsed(schedule);
  const offset = fields === undefined ? undefined : offsetOf(timeZone ?? 'UTC');
  if (fields === undefined || offset === undefined) return undefined;
  // Times on the wall of that zone, as if it were UTC.
  const wall = now + offset(now);
  const from = Math.floor(wall / minuteMs) * minuteMs + minuteMs;
  for (let day = Math.floor(from / dayMs) * dayMs, n = 0; n < mostDays; day += dayMs, n++) {
    if (!isDay(fields, new Date(day))) continue;
    for (const hour of fields.hours) {
      for (const minute of fields.minutes) {
        const at = day + (hour * 60 + minute) * minuteMs;
        if (at < from) continue;
        const epoch = at - offset(at - offset(at));
        if (epoch > now) return epoch;
      }
    }
  }
  return undefined;
}

interface Fields {
  minutes: number[];
  hours: number[];
  days: Set<number>;
  months: Set<number>;
  weekdays: Set<number>;
  anyDay: boolean;
  anyWeekday: boolean;
}

function parsed(schedule: string): Fields | undefined {
  const text = schedule.trim().toLowerCase();
  const [minute, hour, day, month, weekday, ...more] = (short[text] ?? text).split(/\s+/);
  if (weekday === undefined || more.length > 0) return undefined;
  const minutes = numbers(minute, 0, 59);
  const hours = numbers(hour, 0, 23);
  const days = numbers(day, 1, 31);
  const months = numbers(month, 1, 12, names.month);
  const weekdays = numbers(weekday, 0, 7, names.weekday)?.map((n) => n % 7);
  if (!minutes || !hours || !days || !months || !weekdays) return undefined;
  const isAny = (field: string | undefined) => /^[*?]/.test(field ?? '');
  return {
    minutes,
    hours,
    days: new Set(days),
    months: new Set(months),
    weekdays: new Set(weekdays),
    anyDay: isAny(day),
    anyWeekday: isAny(weekday),
  };
}

// `*`, `5`, `1-5`, `*/15`, `10-30/5`, and lists of these; sorted.
function numbers(field: string | undefined, least: number, most: number, named: string[] = []): number[] | undefined {
  const found = new Set<number>();
  const numberOf = (text: string) => {
    const place = named.indexOf(text);
    return place >= 0 ? place + (named.length === 12 ? 1 : 0) : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  };
  for (const part of (field ?? '').split(',')) {
    const [range = '', step] = part.split('/');
    const [first = '', last] = range.split('-');
    const isAny = range === '*' || range === '?';
    const from = isAny ? least : numberOf(first);
    const to = isAny || (last === undefined && step !== undefined) ? most : numberOf(last ?? first);
    const by = step === undefined ? 1 : numberOf(step);
    if (!(from >= least && to <= most && from <= to && by >= 1)) return undefined;
    for (let n = from; n <= to; n += by) found.add(n);
  }
  return [...found].sort((a, b) => a - b);
}

// Where both days are limited, either will do.
function isDay({ days, months, weekdays, anyDay, anyWeekday }: Fields, date: Date): boolean {
  if (!months.has(date.getUTCMonth() + 1)) return false;
  const [day, weekday] = [days.has(date.getUTCDate()), weekdays.has(date.getUTCDay())];
  return anyDay || anyWeekday ? day && weekday : day || weekday;
}

// How far the wall of the zone is ahead of UTC at a moment; undefined for a zone that is not known here.
function offsetOf(timeZone: string): ((epoch: number) => number) | undefined {
  if (timeZone === 'UTC') return () => 0;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    return (epoch) => {
      const parts = new Map(format.formatToParts(epoch).map(({ type, value }) => [type, Number(value)]));
      const at = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
      const wall = Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second'));
      return wall - Math.floor(epoch / 1000) * 1000;
    };
  } catch {
    return undefined;
  }
}
