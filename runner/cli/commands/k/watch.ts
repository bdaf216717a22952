import type { Command } from '../../command.ts';
import { changesOf } from '../../k/changes.ts';
import { clusterFlags, clusterOf, groupFlag, groupOf } from '../../k/kube-flags.ts';
import { nextLoop } from '../../k/next-loop.ts';
import { lookAt, patient } from '../../k/sight.ts';
import { watchedCluster } from '../../k/watched-cluster.ts';
import { follow, watchDetails, watchFlags } from '../../watch/follow.ts';

export const kWatch: Command = {
  name: 'k watch',
  describe: 'Watch an experiment in the cluster while it runs',
  details: `${watchDetails}
It may be started before the experiment, goes on when that is launched again, and through the loops of one that is scheduled.`,
  flags: [groupFlag, ...watchFlags, ...clusterFlags],
  examples: [
    { describe: 'what was just launched', command: 'iter8 k watch' },
    { describe: 'of another group and namespace', command: 'iter8 k watch -g my-test -n staging' },
    { describe: 'what AutoX is about to launch', command: 'iter8 k watch -g autox-httpbin-iter8 --timeout 30m' },
  ],
  async run(call) {
    const cluster = await clusterOf(call);
    const group = groupOf(call);
    const report = `iter8 k report -g ${group} -n ${cluster.namespace}`;
    let close = () => {};
    try {
      return await follow(call, (log) => {
        const watched = watchedCluster(cluster, group);
        const look = lookAt(watched, group, true);
        const changes = changesOf(watched, group, log);
        close = changes.close;
        let schedule: Awaited<ReturnType<typeof look>>['schedule'];
        return {
          subject: `experiment group ${group} in namespace ${cluster.namespace}`,
          look: patient(async () => {
            const sight = await look();
            schedule = sight.schedule;
            return sight;
          }),
          change: changes.next,
          upcoming: () => (schedule === undefined ? undefined : nextLoop(schedule, Date.now())),
          end: [`all of it: ${report}`, `as a page with charts: ${report} -o html > report.html`],
        };
      });
    } finally {
      close();
    }
  },
};
