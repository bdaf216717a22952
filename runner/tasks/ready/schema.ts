import type { Fields, Infer, ObjectSchema } from '../../model/schema.ts';

// One object of any type. Entries of result documents say each object like this.
const objectFields = {
  name: { kind: 'string', nonEmpty: true, describe: 'name of the object', example: 'web' },
  group: { kind: 'string', describe: 'API group of its type; left out for the core group', example: 'apps' },
  version: { kind: 'string', nonEmpty: true, describe: 'version of that API', example: 'v1' },
  resource: {
    kind: 'string',
    nonEmpty: true,
    describe: 'its type: the plural, in lower case',
    example: 'statefulsets',
  },
  condition: {
    kind: 'string',
    nonEmpty: true,
    describe: 'condition in its status that has to be True; where it is not given, the object only has to exist',
    example: 'Available',
  },
} as const satisfies Fields;

const listedFields = {
  ...objectFields,
  namespace: { kind: 'string', nonEmpty: true, describe: 'namespace of this object; ready.namespace otherwise' },
} as const satisfies Fields;

// Everything the ready task takes; docs/ready.md shows this table.
export const readySchema = {
  kind: 'object',
  describe: 'waits for Kubernetes objects to exist and to be ready',
  fields: {
    service: { kind: 'string', nonEmpty: true, describe: 'name of a service; it has to exist', example: 'httpbin' },
    deploy: {
      kind: 'string',
      nonEmpty: true,
      describe: 'name of a deployment; its condition Available has to be True',
      example: 'httpbin',
    },
    ksvc: {
      kind: 'string',
      nonEmpty: true,
      describe: 'name of a Knative service; its condition Ready has to be True',
    },
    isvc: {
      kind: 'string',
      nonEmpty: true,
      describe: 'name of a KServe inference service; its condition Ready has to be True',
    },
    chaosengine: { kind: 'string', nonEmpty: true, describe: 'name of a Litmus chaos engine; it has to exist' },
    objects: {
      kind: 'list',
      of: {
        kind: 'object',
        describe: 'an object of any type',
        required: ['name', 'version', 'resource'],
        fields: listedFields,
      },
      describe: 'objects of any type',
      example: [{ group: 'apps', version: 'v1', resource: 'statefulsets', name: 'db' }],
    },
    namespace: {
      kind: 'string',
      nonEmpty: true,
      describe: 'namespace of the objects; where it is not given, that of the experiment',
    },
    timeout: {
      kind: 'string',
      format: 'duration',
      default: '60s',
      describe: 'how long to wait for each object; 0: look once',
    },
    name: { ...objectFields.name, describe: 'one more object of any type, as entries of result documents name it' },
    group: { ...objectFields.group, describe: 'its API group; left out for the core group' },
    version: { ...objectFields.version, describe: 'version of that API; needed beside name' },
    resource: { ...objectFields.resource, describe: 'its type: the plural, in lower case; needed beside name' },
    condition: { ...objectFields.condition, describe: 'its condition that has to be True' },
  },
} as const satisfies ObjectSchema;

export type ReadyInputs = Infer<typeof readySchema>;
export type ObjectInputs = Infer<{ kind: 'object'; fields: typeof listedFields }>;
