// Who holds the Lease: a process, in a pod. A process that was killed leaves the Lease behind, and others wait until it has
// run out, since they cannot know. Whoever runs in the same pod, and sees all its processes, knows.
import { readlinkSync } from 'node:fs';
import { codeOf } from '../../../kube/network-failure.ts';

interface Identity {
  identity: string;
  isEnded(holder: string): boolean; // for certain: one that is frozen, or may run elsewhere, has not
}

export function identityOf({ POD_NAME: pod, POD_UID: uid }: Readonly<Record<string, string | undefined>>): Identity {
  const self = `${process.pid}-${Date.now().toString(36)}`;
  const processes = pidNamespace();
  if (!pod || !uid || processes === undefined) return { identity: `${pod || 'iter8'}-${self}`, isEnded: () => false };
  const here = `${pod}/${uid}/${processes}/`;
  return {
    identity: `${here}${self}`,
    isEnded(holder) {
      const [, pid] = /^(\d+)-/.exec(holder.startsWith(here) ? holder.slice(here.length) : '') ?? [];
      return pid !== undefined && !isThere(Number(pid));
    },
  };
}

// Containers of a pod have one each, unless they share it, as those of the autox chart do. Undefined where there is no Linux.
function pidNamespace(): string | undefined {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0];
  } catch {
    return undefined;
  }
}

// Also one that is stopped, or that nobody has waited for yet.
function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}
