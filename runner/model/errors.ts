import { type ExitCode, exitCodes } from './exit-codes.ts';

// Every error a user can meet: which exit code it ends with, and how to fix it.
export const catalogue = {
  USAGE: { exit: exitCodes.usage, fix: 'run the command with --help to see its flags and examples' },
  INPUT: {
    exit: exitCodes.usage,
    fix: 'correct the inputs named above; docs/ready.md, docs/http.md, docs/grpc.md and docs/assess.md list what is allowed',
  },
  VALUES: {
    exit: exitCodes.usage,
    fix: 'see docs/values.md for the grammar of --set, --set-string, --set-file and -f',
  },
  CONDITION: { exit: exitCodes.usage, fix: 'conditions are completed, nofailure and slos' },
  IF: { exit: exitCodes.usage, fix: 'see docs/conditions.md for what an `if` can say' },
  FILE_READ: { exit: exitCodes.usage, fix: 'check the path and its permissions' },
  FILE_WRITE: { exit: exitCodes.usage, fix: 'check that the folder exists, is writable and has space' },
  TEMPLATE: { exit: exitCodes.usage, fix: 'docs/reports.md shows a template, and what it can use' },
  DOCUMENT_MISSING: {
    exit: exitCodes.usage,
    fix: 'run `iter8 launch` first, or change to the folder that holds experiment.yaml',
  },
  DOCUMENT_CORRUPT: {
    exit: exitCodes.usage,
    fix: 'what is there was left as it was: restore it, or move it away and launch again',
  },
  DOWNLOAD: { exit: exitCodes.experimentFailed, fix: 'check the address, the proxy variables and the CA bundle' },
  REFLECTION: {
    exit: exitCodes.experimentFailed,
    fix: 'check host and the TLS inputs; where the server offers no reflection, give proto or protoset',
  },
  SECRET: {
    exit: exitCodes.usage,
    fix: 'set ITER8_SECRET_<KEY>, or put the key into experiment.secrets.yaml; in a cluster, into the Secret that secretRef names',
  },
  STEP: { exit: exitCodes.experimentFailed, fix: 'see the log above and `iter8 report`' },
  UNSAVED: {
    exit: exitCodes.experimentFailed,
    fix: 'the log holds the whole document: put it into experiment.yaml, and make room for the next run',
  },
  KUBECONFIG: {
    exit: exitCodes.usage,
    fix: 'name a cluster with --kubeconfig, --kube-context or --kube-apiserver, or set KUBECONFIG',
  },
  UNREACHABLE: {
    exit: exitCodes.unreachable,
    fix: 'check that the cluster runs, and that `kubectl get namespaces` works with the same kubeconfig',
  },
  UNAUTHORIZED: { exit: exitCodes.unreachable, fix: 'log in again: the API server does not accept these credentials' },
  FORBIDDEN: {
    exit: exitCodes.unreachable,
    fix: 'ask for the permission named above; `kubectl auth can-i` shows what you have',
  },
  CLUSTER: { exit: exitCodes.experimentFailed, fix: 'the message says why, in the words of the API server or of helm' },
  GROUP: { exit: exitCodes.usage, fix: 'name the group with -g and its namespace with -n' },
  HELM: { exit: exitCodes.usage, fix: 'install helm 3 or 4 (helm.sh/docs/intro/install) and put it on PATH' },
  READY: {
    exit: exitCodes.experimentFailed,
    fix: 'see what the object says with `kubectl describe`, or raise ready.timeout',
  },
  SUPERSEDED: {
    exit: exitCodes.experimentFailed,
    fix: 'nothing is to be done: the result is that of the newer run, and `iter8 k report` shows it',
  },
  BUSY: { exit: exitCodes.experimentFailed, fix: 'wait for the other run to end, or run in another folder' },
} as const satisfies Record<string, { exit: ExitCode; fix: string }>;

type ErrorCode = keyof typeof catalogue;

// One thing wrong with one input: shown on a line of its own.
export interface Problem {
  path: string;
  message: string;
}

export class Iter8Error extends Error {
  readonly code: ErrorCode;
  readonly problems: readonly Problem[];

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; problems?: readonly Problem[] } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'Iter8Error';
    this.code = code;
    this.problems = options.problems ?? [];
  }

  get fix(): string {
    return catalogue[this.code].fix;
  }

  get exit(): ExitCode {
    return catalogue[this.code].exit;
  }
}

// All that is wrong with the inputs, in one error.
export function inputError(problems: readonly Problem[]): Iter8Error {
  const lines = problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  const head =
    problems.length === 1 ? 'the experiment has an input error' : `the experiment has ${problems.length} input errors`;
  return new Iter8Error('INPUT', `${head}:\n  ${lines.join('\n  ')}`, { problems });
}

// An error of ours that crossed a thread, where it lost its class; others as they are.
export function revived(error: Error): Error {
  const { name, code, problems } = error as Error & { code?: unknown; problems?: unknown };
  if (name !== 'Iter8Error' || !isCode(code)) return error;
  const known = Array.isArray(problems) ? (problems as Problem[]) : [];
  return new Iter8Error(code, error.message, { cause: error, problems: known });
}

function isCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(catalogue, code);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
