import type { Problem } from '../../model/errors.ts';
import type { Infer, ObjectSchema } from '../../model/schema.ts';
import type { Slo, SloKind, Slos } from '../../model/slo.ts';
import type { Step, Task } from '../../model/task.ts';

const limits = {
  kind: 'map',
  name: 'metric',
  dotted: true,
  pairs: { key: 'metric', value: 'limit' },
  of: { kind: 'number', describe: 'the limit; meeting it exactly is enough' },
} as const;

const assessSchema = {
  kind: 'object',
  describe: 'judges what was measured in this loop by service level objectives (SLOs)',
  fields: {
    SLOs: {
      kind: 'object',
      describe: 'what must hold, for every version',
      fields: {
        upper: {
          ...limits,
          describe: 'metric and its upper limit: the value is this or less',
          example: { 'http/latency-mean': 50, 'http/error-count': 0 },
        },
        lower: {
          ...limits,
          describe: 'metric and its lower limit: the value is this or more',
          example: { 'http/qps-achieved': 95 },
        },
      },
    },
  },
} as const satisfies ObjectSchema;

export type AssessInputs = Infer<typeof assessSchema>;

const kinds = ['upper', 'lower'] as const satisfies readonly SloKind[];

export const assess: Task<AssessInputs> = {
  name: 'assess',
  describe: assessSchema.describe,
  schema: assessSchema,
  check(inputs) {
    const slos = slosOf(inputs);
    if (slos.upper.length + slos.lower.length > 0) return kinds.flatMap((kind) => checkKind(slos, kind));
    return [{ path: 'SLOs', message: 'there is none: give at least one, such as SLOs.upper.http/error-count=0' }];
  },
  // In the entry SLOs are the lists that readers of the result document know.
  expand(inputs) {
    const slos = slosOf(inputs);
    const given = kinds.filter((kind) => slos[kind].length > 0);
    const entry = Object.fromEntries(given.map((kind) => [kind, slos[kind]]));
    const count = slos.upper.length + slos.lower.length;
    return [
      {
        task: 'assess',
        title: count === 1 ? 'judge 1 SLO' : `judge ${count} SLOs`,
        entry: { task: 'assess', with: { SLOs: entry } },
        plan: slos,
      },
    ];
  },
  async run(step: Step, _, emit) {
    emit.slos(step.plan as Slos);
  },
  metricsOf: () => [],
};

function slosOf({ SLOs }: AssessInputs): Slos {
  return { upper: listOf(SLOs?.upper), lower: listOf(SLOs?.lower) };
}

function listOf(limitsOf: Readonly<Record<string, number>> | undefined): Slo[] {
  return Object.entries(limitsOf ?? {}).map(([metric, limit]) => ({ metric, limit }));
}

function checkKind(slos: Slos, kind: SloKind): Problem[] {
  return slos[kind].flatMap(({ metric, limit }) => {
    const path = `SLOs.${kind}.${metric}`;
    const problems: Problem[] = [];
    if (!/^[^/\s]+\/\S+$/.test(metric)) {
      problems.push({ path, message: 'a metric is named provider/name, such as http/latency-mean' });
    }
    if (!Number.isFinite(limit)) problems.push({ path, message: `the limit ${limit} is not a finite number` });
    const opposite = kind === 'lower' ? slos.upper.find((slo) => slo.metric === metric) : undefined;
    if (opposite !== undefined && opposite.limit < limit) {
      problems.push({
        path,
        message: `nothing is at least ${limit} and, as SLOs.upper wants it, at most ${opposite.limit}`,
      });
    }
    return problems;
  });
}
