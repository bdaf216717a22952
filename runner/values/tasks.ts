// The face of this folder towards those who hold values or entries and want to know what to run.
export { checkEntries } from './check-entries.ts';
export { extractSensitive } from './sensitive.ts';
export { tasksFromValues } from './tasks-from-values.ts';
