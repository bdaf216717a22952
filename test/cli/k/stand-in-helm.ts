// A `helm` that records how it was called, and answers as a test has written it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { workFolder } from '../iter8.ts';

interface Answer {
  code?: number;
  stdout?: string;
  stderr?: string;
}

interface StandIn {
  env: Record<string, string>; // in which it is what `helm` means
  calls(): { args: string[]; token: string; stdin: string }[];
}

export function standInHelm({ code = 0, stdout = '', stderr = '' }: Answer = {}): StandIn {
  const folder = workFolder();
  const bin = path.join(folder, 'bin');
  const record = path.join(folder, 'calls');
  const [said, complained] = ['stdout', 'stderr'].map((name) => path.join(folder, name));
  const program = `#!/bin/sh
{
  printf '%s\\036' "$HELM_KUBETOKEN"
  case " $* " in *' - '*) /bin/cat ;; esac
  printf '\\036'
  for arg; do printf '%s\\037' "$arg"; done
  printf '\\035'
} >> '${record}'
/bin/cat '${said}'
/bin/cat '${complained}' >&2
exit ${code}
`;
  mkdirSync(bin);
  writeFileSync(record, '');
  writeFileSync(path.join(folder, 'stdout'), stdout);
  writeFileSync(path.join(folder, 'stderr'), stderr);
  writeFileSync(path.join(bin, 'helm'), program, { mode: 0o755 });
  return {
    env: { PATH: bin },
    calls: () =>
      readFileSync(record, 'utf8')
        .split('\x1d')
        .slice(0, -1)
        .map((call) => {
          const [token = '', stdin = '', args = ''] = call.split('\x1e');
          return { args: args.split('\x1f').slice(0, -1), token, stdin };
        }),
  };
}

// A PATH on which there is no helm.
export function withoutHelm(): { PATH: string } {
  return { PATH: workFolder() };
}
