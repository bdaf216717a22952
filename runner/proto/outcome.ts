import type { Problem } from '../model/errors.ts';

// What was asked for, or all that stands in its way.
export type Outcome<T> = { value: T; problems?: undefined } | { problems: readonly Problem[]; value?: undefined };
