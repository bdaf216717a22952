// The flags of every command that reaches a cluster; the names are those of helm and 0.13.
import type { Cluster } from '../../model/cluster.ts';
import { Iter8Error } from '../../model/errors.ts';
import type { Call } from '../command.ts';
import { connect } from '../connect.ts';
import type { Flag, FlagValues } from '../flags.ts';

export const groupFlag: Flag = {
  name: 'group',
  short: 'g',
  kind: 'text',
  value: 'name',
  describe: 'the experiment group: the name of its Helm release, and of the Secret with its result',
  default: 'default',
};

export const clusterFlags: readonly Flag[] = [
  {
    name: 'namespace',
    short: 'n',
    kind: 'text',
    value: 'name',
    describe: 'the namespace of the experiment; else that of the kubeconfig',
  },
  {
    name: 'kubeconfig',
    kind: 'text',
    value: 'file',
    describe: 'how the cluster is reached; else $KUBECONFIG, else ~/.kube/config, else as a pod does',
    completesFiles: true,
  },
  { name: 'kube-context', kind: 'text', value: 'name', describe: 'a context of the kubeconfig' },
  { name: 'kube-apiserver', kind: 'text', value: 'URL', describe: 'the API server, instead of that of the kubeconfig' },
  { name: 'kube-as-user', kind: 'text', value: 'name', describe: 'act as this user' },
  { name: 'kube-as-group', kind: 'array', value: 'name', describe: 'act as a member of this group' },
  {
    name: 'kube-ca-file',
    kind: 'text',
    value: 'file',
    describe: 'the certificates that the API server is verified with',
    completesFiles: true,
  },
  { name: 'kube-token', kind: 'text', value: 'token', describe: 'a bearer token, instead of what the kubeconfig says' },
];

// helm's rule for the names of releases: nothing that helm, a label selector or a shell could take for something else.
const groupName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const longestGroup = 53;

export function groupOf({ flags }: Pick<Call, 'flags'>): string {
  const group = flags.text('group') ?? 'default';
  if (group.length <= longestGroup && groupName.test(group)) return group;
  const rule = `lower-case letters, digits, - and ., a letter or digit at both ends, ${longestGroup} characters at most`;
  throw new Iter8Error('USAGE', `--group cannot be ${JSON.stringify(group.slice(0, 80))}: a group has ${rule}`);
}

// People wait less long than pods for an API server that does not answer.
const patienceMs = 8000;

// The line is what users of 0.13 know to come first.
export async function clusterOf(call: Call): Promise<Cluster> {
  const { context, flags, log } = call;
  groupOf(call); // what is wrong with it comes first
  log.info('inited Helm config');
  return clusterOfUser({ context, flags });
}

export function clusterOfUser({ context, flags }: Pick<Call, 'context' | 'flags'>): Promise<Cluster> {
  return connect(context, { ...given(flags), timing: { deadlineMs: patienceMs } });
}

// In a pod nobody waits: all the patience that there is.
export function clusterOfPod({ context, flags }: Call): Promise<Cluster> {
  return connect(context, given(flags));
}

function given(flags: FlagValues): Record<string, string | string[]> {
  const texts = {
    namespace: 'namespace',
    kubeconfig: 'kubeconfig',
    context: 'kube-context',
    apiserver: 'kube-apiserver',
    asUser: 'kube-as-user',
    caFile: 'kube-ca-file',
    token: 'kube-token',
  };
  const set = Object.entries(texts).flatMap(([option, flag]) => {
    const text = flags.text(flag);
    return text === undefined ? [] : [[option, text]];
  });
  const asGroup = flags.list('kube-as-group');
  return { ...Object.fromEntries(set), ...(asGroup.length > 0 ? { asGroup } : {}) };
}

// As helm takes them; the token by the environment, where other users of the machine do not see it.
export function helmArguments(flags: FlagValues): { args: string[]; env: Record<string, string> } {
  const passed = clusterFlags.flatMap(({ name }) => {
    if (name === 'kube-token') return [];
    return flags.list(name).flatMap((value) => [`--${name}`, value]);
  });
  const token = flags.text('kube-token');
  return { args: passed, env: token === undefined ? {} : { HELM_KUBETOKEN: token } };
}
