// All that `iter8 autox status` tells, read and put together.
import type { Installation } from '../../autox/status/installations.ts';
import { type Surveyed, survey } from '../../autox/status/survey.ts';
import type { Told } from '../../autox/status/told.ts';
import type { Cluster } from '../../model/cluster.ts';
import { type Experiment, readExperiments } from './experiments.ts';
import { isBehind, type Remark, remarksOn } from './remarks.ts';

export interface ReleaseStatus {
  release: Surveyed;
  experiment: Told<Experiment | undefined>;
  remarks: Remark[];
}

export interface InstallationStatus {
  installation: Installation;
  remarks: Remark[]; // on the controller, on groups that are left out, and on what may not be read
  releases: ReleaseStatus[];
}

export async function statusOf(
  cluster: Cluster,
  installation: Installation,
  clock: { now(): number },
): Promise<InstallationStatus> {
  const surveyed = await survey(cluster, installation);
  const experimentOf = await readExperiments(
    cluster,
    surveyed.filter((release) => release.namespace !== '' && isOfThisVersion(release)),
  );
  const nowMs = clock.now();
  const releases = surveyed.map((release) => {
    const experiment = experimentOf(release);
    return { release, experiment, remarks: remarksOn({ installation, release, experiment, nowMs }) };
  });
  return {
    installation,
    remarks: [...ofController(installation), ...ofConfig(installation), ...ofPermissions(releases)],
    releases,
  };
}

// A verdict on the version before would be taken for one on the version that is there now.
function isOfThisVersion({ wanted, installed, version }: Surveyed): boolean {
  if ('why' in installed) return true;
  const made = installed.value;
  if (made === undefined) return wanted;
  return made.state !== 'going' && made.state !== 'foreign' && !isBehind(made, version);
}

// Once for each kind of thing, of which there may be thousands.
function ofPermissions(releases: readonly ReleaseStatus[]): Remark[] {
  const kinds = ({ release, experiment }: ReleaseStatus) => [release.version, release.installed, experiment];
  const told = [0, 1, 2].flatMap((kind) => {
    const unread = releases
      .map((one) => kinds(one)[kind])
      .find((one) => one !== undefined && 'why' in one && one.isForbidden);
    return unread !== undefined && 'why' in unread ? [unread.why] : [];
  });
  return told.map((what) => ({ isWrong: false, what }));
}

function ofController({ name, namespace, pods }: Installation): Remark[] {
  if ('why' in pods) return [{ isWrong: false, what: pods.why }];
  const see = `kubectl describe deployment/${name} -n ${namespace}`;
  if (pods.value === undefined)
    return [
      { isWrong: true, what: `the controller has no Deployment ${name}`, todo: 'upgrade the release of the chart' },
    ];
  const { ready, wanted } = pods.value;
  if (ready > 0) return [];
  const what = wanted === 0 ? 'the controller is scaled to 0: nothing starts' : 'no pod of the controller is ready';
  return [{ isWrong: true, what, todo: see }];
}

function ofConfig({ config }: Installation): Remark[] {
  return config.problems.map(({ group, path, message }) => ({
    isWrong: true,
    what: `${group === '' ? '' : `group ${group} is left out: `}${path}: ${message}`,
  }));
}
