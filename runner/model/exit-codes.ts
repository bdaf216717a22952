// Every exit code of the command line, and nothing else.
export const exitCodes = {
  ok: 0,
  bug: 1,
  usage: 2,
  experimentFailed: 3,
  assertionFailed: 4,
  timedOut: 5,
  unreachable: 6,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
