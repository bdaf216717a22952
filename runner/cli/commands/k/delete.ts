import { Iter8Error } from '../../../model/errors.ts';
import { exitCodes } from '../../../model/exit-codes.ts';
import type { Command } from '../../command.ts';
import { missingGroup } from '../../k/groups.ts';
import { helm, helmFailed } from '../../k/helm.ts';
import { clusterFlags, clusterOf, groupFlag, groupOf, helmArguments } from '../../k/kube-flags.ts';

export const kDelete: Command = {
  name: 'k delete',
  describe: 'Delete an experiment group and its result from the cluster',
  details: 'Uninstalls the Helm release of the group. A group that Argo CD owns is deleted with its Application.',
  flags: [groupFlag, ...clusterFlags],
  examples: [
    { describe: 'the group named default', command: 'iter8 k delete' },
    { describe: 'another one', command: 'iter8 k delete -g my-test -n staging' },
  ],
  async run(call) {
    const group = groupOf(call);
    const cluster = await clusterOf(call);
    const ref = { group: '', version: 'v1', resource: 'secrets', namespace: cluster.namespace, name: group };
    const secret = await cluster.get(ref);
    const tracked = secret?.metadata.annotations?.['argocd.argoproj.io/tracking-id'];
    const application = tracked?.split(':')[0] ?? secret?.metadata.labels?.['argocd.argoproj.io/instance'];
    if (application !== undefined) throw ownedBy(application, group);
    if (secret !== undefined && secret.metadata.labels?.['iter8.tools/group'] === undefined) {
      throw await missingGroup(cluster, group);
    }
    const { args, env } = helmArguments(call.flags);
    const outcome = await helm(call.context, ['uninstall', group, '--wait', ...args], env);
    if (outcome.code !== 0 && /not found/i.test(outcome.stderr))
      throw secret === undefined ? await missingGroup(cluster, group) : notByHelm(group, cluster.namespace);
    if (outcome.code !== 0) throw helmFailed(`experiment group ${group} cannot be deleted`, outcome);
    call.log.info(`experiment group ${group} deleted`);
    return exitCodes.ok;
  },
};

function ownedBy(application: string, group: string): Iter8Error {
  const back = application.startsWith('autox-')
    ? 'which AutoX would bring back, and so run it again: switch AutoX off for its trigger, by the label iter8.tools/autox=false (in the older form of groups: without the label iter8.tools/autox-group), or take its group out of the values of the autox chart'
    : 'which would bring it back: delete that';
  return new Iter8Error(
    'GROUP',
    `experiment group ${group} belongs to the Argo CD Application ${application}, ${back}`,
  );
}

function notByHelm(group: string, namespace: string): Iter8Error {
  const kinds = 'all,configmaps,secrets,serviceaccounts,roles,rolebindings';
  const how = `kubectl delete ${kinds} -n ${namespace} -l iter8.tools/group=${group}`;
  return new Iter8Error(
    'GROUP',
    `experiment group ${group} has no Helm release, so it was installed otherwise: delete its Argo CD Application where it has one, or ${how}`,
  );
}
