// The list of commands. Each is loaded when it is used; this list alone is enough for `iter8 help`.
import type { Command } from './command.ts';

// Commands whose names begin with such a word belong together.
export const families: readonly { name: string; describe: string }[] = [
  { name: 'k', describe: 'Experiments in a Kubernetes cluster: launch, assert, report, watch, log, delete' },
  { name: 'autox', describe: 'Experiments that start themselves when an app changes' },
];

interface Listed {
  name: string;
  describe: string;
  load(): Promise<Command>;
}

export const commands: readonly Listed[] = [
  {
    name: 'launch',
    describe: 'Launch an experiment from values and run it on this machine',
    load: async () => (await import('./commands/launch.ts')).launch,
  },
  {
    name: 'run',
    describe: 'Run the experiment that experiment.yaml describes',
    load: async () => (await import('./commands/run.ts')).run,
  },
  {
    name: 'assert',
    describe: 'Check that the result of an experiment meets conditions',
    load: async () => (await import('./commands/assert.ts')).assert,
  },
  {
    name: 'report',
    describe: 'Print what an experiment measured and whether its SLOs are satisfied',
    load: async () => (await import('./commands/report.ts')).report,
  },
  {
    name: 'watch',
    describe: 'Watch an experiment while it runs',
    load: async () => (await import('./commands/watch.ts')).watch,
  },
  {
    name: 'k launch',
    describe: 'Launch an experiment in a Kubernetes cluster',
    load: async () => (await import('./commands/k/launch.ts')).kLaunch,
  },
  {
    name: 'k assert',
    describe: 'Check that the result of an experiment in the cluster meets conditions',
    load: async () => (await import('./commands/k/assert.ts')).kAssert,
  },
  {
    name: 'k report',
    describe: 'Print what an experiment in the cluster measured and whether its SLOs are satisfied',
    load: async () => (await import('./commands/k/report.ts')).kReport,
  },
  {
    name: 'k watch',
    describe: 'Watch an experiment in the cluster while it runs',
    load: async () => (await import('./commands/k/watch.ts')).kWatch,
  },
  {
    name: 'k log',
    describe: 'Print the log of an experiment in the cluster',
    load: async () => (await import('./commands/k/log.ts')).kLog,
  },
  {
    name: 'k delete',
    describe: 'Delete an experiment group and its result from the cluster',
    load: async () => (await import('./commands/k/delete.ts')).kDelete,
  },
  {
    name: 'k run',
    describe: 'Run one loop of an experiment, in its pod',
    load: async () => (await import('./commands/k/run.ts')).kRun,
  },
  {
    name: 'autox run',
    describe: 'Run the AutoX controller, in its pod',
    load: async () => (await import('./commands/autox/run.ts')).autoxRun,
  },
  {
    name: 'autox remove',
    describe: 'Remove all that AutoX has installed by helm, in its pod',
    load: async () => (await import('./commands/autox/remove.ts')).autoxRemove,
  },
  {
    name: 'autox status',
    describe: 'Show groups, triggers, releases, experiments and their verdicts at a glance',
    load: async () => (await import('./commands/autox/status.ts')).autoxStatus,
  },
  {
    name: 'sample',
    describe: 'Start a sample service to try experiments on',
    load: async () => (await import('./commands/sample.ts')).sample,
  },
  {
    name: 'completion',
    describe: 'Print a completion script for a shell',
    load: async () => (await import('./commands/completion.ts')).completion,
  },
  {
    name: 'version',
    describe: 'Print the version of Iter8',
    load: async () => (await import('./commands/version.ts')).version,
  },
];
