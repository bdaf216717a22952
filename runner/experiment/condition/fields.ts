// What `Result` holds in the words of the 0.13 line, and where the result document keeps it.
export type Type = 'number' | 'string' | 'boolean' | 'nil' | Fields | { list: Type } | { map: Type };

interface Fields {
  fields: Readonly<Record<string, { key: string; type: Type }>>;
}

const slo: Fields = { fields: { Metric: { key: 'metric', type: 'string' }, Limit: { key: 'limit', type: 'number' } } };
const numbersByMetric: Type = { list: { map: { list: 'number' } } };
const verdicts: Type = { list: { list: 'boolean' } };
const bucket: Fields = {
  fields: {
    Lower: { key: 'lower', type: 'number' },
    Upper: { key: 'upper', type: 'number' },
    Count: { key: 'count', type: 'number' },
  },
};

const insights: Fields = {
  fields: {
    NumVersions: { key: 'numVersions', type: 'number' },
    VersionNames: {
      key: 'versionNames',
      type: {
        list: {
          fields: { Version: { key: 'version', type: 'string' }, Track: { key: 'track', type: 'string' } },
        },
      },
    },
    MetricsInfo: {
      key: 'metricsInfo',
      type: {
        map: {
          fields: {
            Description: { key: 'description', type: 'string' },
            Units: { key: 'units', type: 'string' },
            Type: { key: 'type', type: 'string' },
          },
        },
      },
    },
    NonHistMetricValues: { key: 'nonHistMetricValues', type: numbersByMetric },
    HistMetricValues: { key: 'histMetricValues', type: { list: { map: { list: bucket } } } },
    SummaryMetricValues: { key: 'SummaryMetricValues', type: numbersByMetric },
    SLOs: {
      key: 'SLOs',
      type: { fields: { Upper: { key: 'upper', type: { list: slo } }, Lower: { key: 'lower', type: { list: slo } } } },
    },
    SLOsSatisfied: {
      key: 'SLOsSatisfied',
      type: { fields: { Upper: { key: 'upper', type: verdicts }, Lower: { key: 'lower', type: verdicts } } },
    },
  },
};

export const resultType: Fields = {
  fields: {
    Revision: { key: 'revision', type: 'number' },
    StartTime: { key: 'startTime', type: 'string' },
    NumLoops: { key: 'numLoops', type: 'number' },
    NumCompletedTasks: { key: 'numCompletedTasks', type: 'number' },
    Failure: { key: 'failure', type: 'boolean' },
    Insights: { key: 'insights', type: insights },
    Iter8Version: { key: 'iter8Version', type: 'string' },
  },
};

export function nameOf(type: Type): string {
  if (typeof type === 'string') return type === 'nil' ? 'nil' : `a ${type}`;
  if ('list' in type) return 'a list';
  return 'map' in type ? 'a map' : 'an object';
}
